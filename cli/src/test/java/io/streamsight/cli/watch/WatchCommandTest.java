package io.streamsight.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.streamsight.cli.CommandRun;
import io.streamsight.cli.PlayedService;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.cli.Streamsight;
import io.streamsight.contract.event.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

class WatchCommandTest {
  private static final String EVENTS = "GET /classifications/events";
  private static final String CONNECTED = "# Connected: answers that come from now on are shown";

  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();
  private PlayedService service;

  @BeforeEach
  void start() throws Exception {
    service = new PlayedService();
  }

  @AfterEach
  void stop() {
    done.countDown();
    service.close();
  }

  private static String event(String imageId, int version) {
    return ("id:1\ndata:{\"imageId\":\"%s\",\"label\":\"cat\",\"scores\":{\"cat\":0.75,\"dog\":0.25},"
            + "\"model\":\"pets\",\"version\":%d,\"queueMs\":1.26,\"decodeMs\":2,\"computeMs\":3,"
            + "\"device\":\"cpu\",\"later\":1}\n\n")
        .formatted(imageId, version);
  }

  /** One text for each connection; the last stays open. */
  private void tell(String... texts) {
    service.on(
        EVENTS,
        exchange -> {
          int connection = connections.getAndIncrement();
          open(exchange, texts[Math.min(connection, texts.length - 1)]);
          if (connection >= texts.length - 1) {
            await();
          }
          exchange.close();
        });
  }

  private static void open(HttpExchange exchange, String text) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write((": alive\n\n" + text).getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  private void await() {
    try {
      done.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldPrintALineForEachAnswerAndASummary() {
    tell(
        event("rex", 3)
            + "event:dropped\ndata:{\"dropped\":17}\n\n"
            + "data:no JSON\n\n"
            + event("tom\\u001b[2J", 4));
    service.on("GET /models", 200, "[{\"name\":\"pets\",\"version\":3}]");
    CommandRun run = run("--model", "pets", "--count", "2");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().toList())
        .hasSize(6)
        .startsWith(CONNECTED, "rex  cat  0.7500  pets v3  queue 1.3  decode 2.0  compute 3.0 ms")
        .contains("# pets: version 4 answers now, before it 3")
        .contains("tom?[2J  cat  0.7500  pets v4  queue 1.3  decode 2.0  compute 3.0 ms");
    assertThat(run.out().lines().toList().get(2)).startsWith("# An answer that can't be read: ");
    assertThat(run.out().lines().toList().get(5))
        .matches(
            "# 2 answers in \\d:\\d\\d, \\d+\\.\\d/s; cat 2 \\(100 %\\); pets v3 1, pets v4 1;"
                + " 17 more were not shown: they came too fast");
    assertThat(service.requests()).containsExactly("GET /models", EVENTS + "?model=pets");
  }

  @Test
  void shouldSayThatNoModelOfThatNameIsServed() {
    service.on("GET /models", 200, "[{\"name\":\"pets\"},{\"name\":\"birds\"}]");
    tell(event("rex", 3));
    assertThat(run("--model", "pet", "--count", "1").out())
        .startsWith("# No model 'pet' is served now; served: pets, birds\n" + CONNECTED);
    service.on("GET /models", 200, "[]");
    CommandRun json = run("--json", "--model", "pet", "--count", "1");
    assertThat(json.out().lines()).singleElement().asString().startsWith("{");
    assertThat(json.err()).startsWith("streamsight: No model 'pet' is served now; served: none\n");
  }

  @Test
  void shouldRefuseToWatchForNoAnswer() {
    CommandRun run = run("--count", "0");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--count 0: give 1 or more");
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void shouldPrintNothingButAnswersForPrograms() throws Exception {
    tell(event("rex", 3) + event("tom", 4));
    CommandRun run = run("--json", "--count", "2");
    assertThat(run.out().lines()).hasSize(2);
    assertThat(Json.MAPPER.readTree(run.out().lines().findFirst().orElseThrow()).get("later"))
        .isNotNull();
    assertThat(run.err())
        .contains("streamsight: pets: version 4 answers now", "streamsight: 2 answers in");
  }

  private static String swap(String json) {
    return "event:serving\nid:2\ndata:{\"model\":\"pets\",\"replica\":\"r1\",%s}\n\n"
        .formatted(json);
  }

  @Test
  void shouldTellOfSwapsThoughNothingIsAnswered() {
    tell(
        swap("\"kind\":\"SERVED\",\"version\":4,\"before\":3,\"loadMs\":5,\"later\":1")
            + swap("\"kind\":\"SERVED\",\"version\":4,\"before\":3,\"replica\":\"r2\"")
            + swap(
                "\"kind\":\"REFUSED\",\"version\":5,\"before\":4,\"reason\":\"model-checksum\","
                    + "\"detail\":\"other\\nbytes\"")
            + event("rex", 3)
            + event("tom", 4)
            + swap("\"kind\":\"DROPPED\",\"version\":4"),
        event("end", 4));
    CommandRun run = run("--count", "3");
    assertThat(run.out().lines().map(line -> line.replaceAll("  .*", "")).limit(7))
        .containsExactly(
            CONNECTED,
            "# pets: version 4 answers now, before it 3",
            "# pets: r1 does not serve version 5 (model-checksum): other bytes",
            "rex",
            "tom",
            "# pets: r1 serves no version any more, before it 4",
            "# The inference service is away; connecting again");
  }

  @Test
  @Timeout(120)
  void shouldEndAtALineThatNoServiceOfOursSends() {
    for (String begin : List.of("data:", "data:x\ndata:")) {
      service.on(
          EVENTS,
          exchange -> {
            open(exchange, begin);
            byte[] more = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 100; i++) {
              exchange.getResponseBody().write(more);
            }
          });
      CommandRun run = run();
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err()).contains("A line of an answer has more than 16777216 bytes");
    }
    service.on(
        EVENTS,
        exchange -> {
          open(exchange, "");
          byte[] more = ("data:" + "x".repeat(1 << 20) + "\n").getBytes(StandardCharsets.UTF_8);
          for (int i = 0; i < 100; i++) {
            exchange.getResponseBody().write(more);
          }
        });
    assertThat(run().err()).contains("An event has more than 16777216 bytes");
  }

  @Test
  @Timeout(120)
  void shouldHoldNoMoreThanSomeMegabytesOfAnswersThatNobodyTakes() throws Exception {
    int count = 30;
    tell(event("x".repeat(1 << 20), 3).repeat(count));
    var options = CommandLine.populateCommand(new Options(), "--inference-url", service.url());
    try (var feed = new AnswerFeed(options.services.inference(), null, Duration.ofMinutes(1))) {
      while (!waitsForRoom()) {
        Thread.onSpinWait();
      }
      int answers = 0;
      while (answers < count) {
        answers += feed.poll(Duration.ofSeconds(1)) instanceof Heard.Answer ? 1 : 0;
      }
    }
  }

  private static boolean waitsForRoom() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().equals("answer-feed"))
        .flatMap(thread -> Arrays.stream(thread.getValue()))
        .anyMatch(frame -> frame.getClassName().equals(Semaphore.class.getName()));
  }

  @Test
  void shouldGoOnWhenTheServiceIsBack() {
    tell(event("before", 3), event("after", 3));
    CommandRun run = run("--count", "2");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll("  .*", "")).limit(5))
        .containsExactly(
            CONNECTED,
            "before",
            "# The inference service is away; connecting again",
            "# Connected again",
            "after");
    assertThat(connections).hasValue(2);
  }

  @Test
  void shouldConnectAgainWhenTheOtherEndIsGoneWithoutAWord() throws Exception {
    service.on(
        EVENTS,
        exchange -> {
          open(exchange, connections.getAndIncrement() == 0 ? "" : event("after", 3));
          await();
          exchange.close();
        });
    var options = CommandLine.populateCommand(new Options(), "--inference-url", service.url());
    try (var feed = new AnswerFeed(options.services.inference(), null, Duration.ofMillis(300))) {
      Heard heard = null;
      long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (!(heard instanceof Heard.Answer) && System.nanoTime() < until) {
        heard = feed.poll(Duration.ofMillis(50));
      }
      assertThat(heard).isInstanceOf(Heard.Answer.class);
    }
  }

  private static final class Options {
    @CommandLine.Mixin private ServiceOptions services;
  }

  @Test
  void shouldFailWhereNoServiceIsOrItTakesNoMore() {
    service.on(EVENTS, 503, "{\"detail\":\"50 watch already\"}");
    CommandRun refused = run();
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("50 watch already", "status 503");

    service.close();
    CommandRun run = run();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("The inference service does not answer");
  }

  @Test
  @Timeout(120)
  void shouldEndWithASummaryOnASignal() throws Exception {
    tell(event("rex", 3));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Streamsight.class.getName(),
                "watch",
                "--inference-url",
                service.url())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader output = process.inputReader()) {
      assertThat(output.readLine()).isEqualTo(CONNECTED);
      assertThat(output.readLine()).contains("rex");
      // By its handle: what it says next is still read.
      process.toHandle().destroy();
      assertThat(output.lines().toList()).singleElement().asString().startsWith("# 1 answer in ");
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private CommandRun run(String... arguments) {
    var all = new String[arguments.length + 3];
    all[0] = "watch";
    all[1] = "--inference-url";
    all[2] = service.url();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return CommandRun.of(all);
  }
}

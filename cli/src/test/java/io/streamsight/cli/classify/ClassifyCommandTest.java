package io.streamsight.cli.classify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.streamsight.cli.CommandRun;
import io.streamsight.cli.PlayedService;
import io.streamsight.contract.event.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyCommandTest {
  private static final String TRUNCATED =
      "{\"type\":\"urn:streamsight:image-truncated\",\"title\":\"Send the whole file.\","
          + "\"status\":422,\"detail\":\"no end marker\"}";
  private static final String MAPPED =
      ",\"activationMap\":{\"cat\":[[-1,0],[0.5,2]],\"dog\":[[1,0],[-0.5,-2]]}";

  @TempDir Path folder;

  private PlayedService service;

  @BeforeEach
  void start() throws Exception {
    service = new PlayedService();
    service.on("POST /classify", exchange -> classify(exchange, ""));
  }

  @AfterEach
  void stop() {
    service.close();
  }

  /** The content of a test's file says what is in its picture. */
  private static void classify(HttpExchange exchange, String more) throws IOException {
    String picture = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (picture.equals("broken")) {
      PlayedService.answer(exchange, 422, TRUNCATED);
    } else {
      PlayedService.answer(
          exchange,
          200,
          ("{\"label\":\"%s\",\"scores\":{\"cat\":0.75,\"dog\":0.25},\"model\":\"pets\","
                  + "\"version\":3,\"decodeMs\":1.5,\"computeMs\":4.25,\"device\":\"cpu\"%s}")
              .formatted(picture, more));
    }
  }

  @Test
  void shouldShowTheAnswersInTheOrderOfTheFiles() throws Exception {
    var second = new CountDownLatch(1);
    service.on(
        "POST /classify",
        exchange -> {
          // The first is answered last.
          if (exchange.getRequestHeaders().getFirst("Content-length").equals("3")) {
            await(second);
          } else {
            second.countDown();
          }
          classify(exchange, "");
        });
    Path cat = file("b.jpg", "cat");
    Path other = file("a.png", "some");
    CommandRun run = run(cat, other, "--model", "pets");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().toList())
        .satisfies(lines -> assertThat(lines.get(0)).matches("file +label  score   model    ms"))
        .satisfies(
            lines -> assertThat(lines.get(1)).startsWith(cat + "  cat    0.7500  pets v3  5.8"))
        .satisfies(lines -> assertThat(lines.get(2)).startsWith(other + "  some"))
        .last()
        .asString()
        .matches("2 images, [0-9.]+ images/s");
    assertThat(service.requests()).containsOnly("POST /classify?model=pets");
  }

  @Test
  void shouldGoOnAfterFilesThatFailAndCountThemByReason() throws Exception {
    Path gone = folder.resolve("gone.jpg");
    CommandRun run =
        run(file("1", "cat"), file("2", "broken"), gone, file("3", "broken"), file("4", "dog"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("1  cat", "4  dog");
    assertThat(run.out().lines().toList())
        .last()
        .asString()
        .matches("2 images, [0-9.]+ images/s; 3 failed: image-truncated 2, unreadable 1");
    assertThat(run.err().lines().toList())
        .hasSize(3)
        .satisfies(
            lines ->
                assertThat(lines.get(0))
                    .isEqualTo(
                        "streamsight: "
                            + folder.resolve("2")
                            + ": no end marker. Send the whole file."
                            + " (inference service, POST /classify: status 422)"))
        .satisfies(
            lines -> assertThat(lines.get(1)).startsWith("streamsight: " + gone + ": can't be"));
  }

  @Test
  void shouldFindTheImagesOfFolders() throws Exception {
    file("photos/b/2.JPG", "dog");
    file("photos/a/1.jpeg", "cat");
    file("photos/notes.txt", "broken");
    file("photos/c.png", "cat");
    CommandRun run = run(folder.resolve("photos"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().skip(1).limit(3).map(line -> line.replaceAll("  .*", "")))
        .containsExactly(
            folder.resolve("photos/a/1.jpeg").toString(),
            folder.resolve("photos/b/2.JPG").toString(),
            folder.resolve("photos/c.png").toString());

    file("texts/notes.txt", "cat");
    CommandRun none = run(folder.resolve("texts"));
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).contains("no file named *.jpg, *.jpeg or *.png");
  }

  @Test
  void shouldAskSeveralAtOnceAndTryAgainWhatIsTooMuch() throws Exception {
    var asked = new AtomicInteger();
    var together = new CountDownLatch(Math.min(2, Runtime.getRuntime().availableProcessors()));
    service.on(
        "POST /classify",
        exchange -> {
          together.countDown();
          await(together);
          if (asked.incrementAndGet() % 2 == 1) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Connection", "close");
            PlayedService.answer(exchange, 429, "{\"detail\":\"All slots are taken\"}");
          } else {
            classify(exchange, "");
          }
        });
    List<Object> files = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      files.add(file(i + ".jpg", "cat"));
    }
    CommandRun run = run(files.toArray());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("20 images, ");
    assertThat(asked.get()).isGreaterThanOrEqualTo(40);
    assertThat(together.getCount()).isZero();
  }

  @Test
  void shouldSayOnceThatNoModelIsServed() throws Exception {
    service.on(
        "POST /classify",
        503,
        "{\"type\":\"urn:streamsight:not-ready\",\"title\":\"Wait until GET /models lists it, or promote a version.\",\"detail\":\"no model is served yet\"}");
    List<Object> files = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      files.add(file(i + ".jpg", "cat"));
    }
    CommandRun run = run(files.toArray());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines())
        .containsExactly(
            "streamsight: no model is served yet. Wait until GET /models lists it, or promote a version."
                + " (inference service, POST /classify: status 503)");
    assertThat(run.out()).isEmpty();
    assertThat(service.requests()).hasSizeLessThan(50);
  }

  /** A folder of thousands gave a line for each of them. */
  @Test
  void shouldSayOnceThatAParameterIsWrong() throws Exception {
    service.on(
        "POST /classify",
        400,
        "{\"type\":\"urn:streamsight:event-invalid\",\"title\":\"Correct the named field.\","
            + "\"detail\":\"model is empty\"}");
    List<Object> arguments = new ArrayList<>(List.of("--model", ""));
    for (int i = 0; i < 200; i++) {
      arguments.add(file(i + ".jpg", "cat"));
    }
    CommandRun run = run(arguments.toArray());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().strip())
        .isEqualTo("streamsight: model is empty. See streamsight classify --help");
    assertThat(run.out()).isEmpty();
    assertThat(service.requests()).hasSizeLessThan(50);
  }

  @Test
  void shouldSayOnceThatTheServiceIsNotThere() throws Exception {
    service.close();
    CommandRun run = run(file("1.jpg", "cat"), file("2.jpg", "cat"), file("3.jpg", "cat"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("The inference service does not answer");
  }

  @Test
  void shouldDrawTheMapOfTheWinningLabelBelowItsFile() throws Exception {
    service.on("POST /classify", exchange -> classify(exchange, MAPPED));
    CommandRun run = run(file("1.jpg", "cat"), file("2.jpg", "dog"), "--map");
    assertThat(run.out().lines().skip(2).limit(3))
        .containsExactly("    evidence for cat, 2.00 where it is most", "    |    |", "    |--@@|");
    assertThat(run.out()).contains("    evidence for dog, 1.00 where it is most");
    assertThat(service.requests()).containsOnly("POST /classify?map=true");
  }

  @Test
  void shouldNotAskForMapsThatAreNotShown() throws Exception {
    List<Object> files = new ArrayList<>(List.of("--map"));
    for (int i = 0; i < 9; i++) {
      files.add(file(i + ".jpg", "cat"));
    }
    CommandRun run = run(files.toArray());
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("9 files: maps are not shown");
    assertThat(service.requests()).containsOnly("POST /classify");
  }

  @Test
  void shouldPrintAnswersAndFailuresAsOneDocument() throws Exception {
    service.on("POST /classify", exchange -> classify(exchange, MAPPED));
    CommandRun run = run(file("1.jpg", "cat"), file("2.jpg", "broken"), "--json", "--map");
    assertThat(run.exitCode()).isEqualTo(1);
    JsonNode document = Json.MAPPER.readTree(run.out());
    assertThat(document.get("images").intValue()).isEqualTo(1);
    assertThat(document.at("/failed/image-truncated").intValue()).isEqualTo(1);
    assertThat(document.at("/files/0/device").textValue()).isEqualTo("cpu");
    assertThat(document.at("/files/0/activationMap/cat/1/1").doubleValue()).isEqualTo(2);
    assertThat(document.at("/files/1/file").textValue()).endsWith("2.jpg");
    assertThat(document.at("/files/1/reason").textValue()).isEqualTo("image-truncated");
  }

  @Test
  void shouldNotTakeInMoreThanAnyAnswerHas() throws Exception {
    service.on(
        "POST /classify",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 0);
          byte[] more = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
          for (int i = 0; i < 65; i++) {
            exchange.getResponseBody().write(more);
          }
          exchange.close();
        });
    CommandRun run = run(file("1.jpg", "cat"), "--json");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("An answer has more than 67108864 bytes");
    assertThat(Json.MAPPER.readTree(run.out()).get("files")).isEmpty();
  }

  private Path file(String name, String picture) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, picture);
  }

  private CommandRun run(Object... arguments) {
    List<String> all = new ArrayList<>(List.of("classify", "--inference-url", service.url()));
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

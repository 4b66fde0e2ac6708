package io.streamsight.cli.imports;

import static io.streamsight.cli.imports.PlayedImports.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.streamsight.cli.PlayedService;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is shown while the service works, by a clock that the test moves on. */
@Timeout(60)
class ImportProgressTest {
  /** Longer than the time between two lines, and than what counts as a standstill. */
  private static final Duration STEP = Duration.ofSeconds(6);

  private static final String DONE = status("done", "\"published\":3");

  private final AtomicLong now = new AtomicLong();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @TempDir Path folder;

  @BeforeEach
  void fill() throws IOException {
    for (String name : List.of("1.jpg", "2.jpg", "3.jpg")) {
      Files.writeString(folder.resolve(name), name);
    }
  }

  /** The rate of before the broker went says nothing any more. */
  @Test
  void shouldSayThatNothingMovesWhileTheBrokerIsAway() throws Exception {
    try (var imports = new PlayedImports(DONE)) {
      tell(imports, running(1));
      answer(
          imports,
          exchange -> {
            awaitShown("1/3 images  nothing for \\d+ s: the broker may be away");
            PlayedService.answer(exchange, 200, DONE);
          });
      assertThat(run(imports).failure()).isNull();
      assertThat(shown()).containsPattern("1/3 images  nothing for \\d+ s: the broker may be away");
      assertThat(shown().lines()).last().asString().contains(" 3/3 images").doesNotContain("away");
    }
  }

  @Test
  void shouldSayHowFarItWasWhenTheServiceDiesAndThatItGoesOn() throws Exception {
    assertThat(failureAfterTwoFiles(HttpExchange::close))
        .startsWith("The ingest service does not answer at ")
        .endsWith(
            "The last that was heard of it: 2 files done."
                + " The same command again goes on from there.");
    // Not how much was sent, which says nothing of what is done.
    assertThat(shown().lines()).last().asString().contains(" 2/3 images");
  }

  @Test
  void shouldSayHowFarItWasWhenTheServiceStopsBeforeItsEnd() throws Exception {
    assertThat(
            failureAfterTwoFiles(
                exchange -> PlayedService.answer(exchange, 503, "{\"detail\":\"stopping\"}")))
        .startsWith("stopping. (ingest service, PUT ")
        .endsWith(
            "The last that was heard of it: 2 files done."
                + " The same command again goes on from there.");
  }

  /** What the command says when a service ends so, with two of three files done. */
  private String failureAfterTwoFiles(HttpHandler end) throws Exception {
    try (var imports = new PlayedImports(DONE)) {
      tell(imports, running(2));
      imports.service.on("GET /imports/*", HttpExchange::close);
      answer(
          imports,
          exchange -> {
            awaitShown(" 2/3 images");
            end.handle(exchange);
          });
      return run(imports).failure().getMessage();
    }
  }

  @Test
  void shouldSendNoMoreWhenTheServiceSaysThatTheImportHasEnded() throws Exception {
    String cancelled = status("cancelled", "\"published\":1");
    // More than the connection takes in that nobody reads from.
    Files.write(folder.resolve("4.jpg"), new byte[50 << 20]);
    var sending = new CompletableFuture<Void>();
    var received = new CompletableFuture<Long>();
    try (var imports = new PlayedImports(cancelled)) {
      tell(imports, cancelled, sending);
      imports.service.on(
          "PUT /imports/*",
          exchange -> {
            InputStream body = exchange.getRequestBody();
            body.read();
            sending.complete(null);
            awaitShown(" 3/4 images");
            received.complete(rest(body));
            exchange.close();
          });
      assertThat(run(imports).failure()).hasMessageContaining("was cancelled after 3 files.");
      assertThat(received.get(20, TimeUnit.SECONDS)).isLessThan(50 << 20);
    }
  }

  /** How many bytes still come, until the end or until the connection breaks. */
  private static long rest(InputStream body) {
    var chunk = new byte[1 << 16];
    long bytes = 0;
    try {
      for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
        bytes += read;
      }
    } catch (IOException e) {
      // Broken off.
    }
    return bytes;
  }

  @Test
  void shouldGoOnWithoutEvents() throws Exception {
    try (var imports = new PlayedImports(DONE)) {
      imports.service.on("GET /imports/*/events", 404, "{}");
      assertThat(run(imports).failure()).isNull();
      assertThat(shown()).contains(" 3/3 images");
    }
  }

  private static String running(int done) {
    return status("running", "\"files\":3").replace("\"done\":3", "\"done\":" + done);
  }

  /** One event; the stream stays open. */
  private static void tell(PlayedImports imports, String status) {
    tell(imports, status, CompletableFuture.completedFuture(null));
  }

  private static void tell(PlayedImports imports, String status, CompletableFuture<Void> after) {
    imports.service.on(
        "GET /imports/*/events",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          after.join();
          byte[] event = ("data:" + status + "\n\n").getBytes(StandardCharsets.UTF_8);
          exchange.getResponseBody().write(event);
          exchange.getResponseBody().flush();
        });
  }

  /** Once all of it is sent. */
  private static void answer(PlayedImports imports, HttpHandler end) {
    imports.service.on(
        "PUT /imports/*",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          end.handle(exchange);
        });
  }

  private ImportOutcome run(PlayedImports imports) throws InterruptedException {
    var services = new ServiceOptions();
    CommandLine.populateCommand(services, "--ingest-url", imports.service.url());
    var run = new ImportRun(services.ingest(), "i", ImportSource.of(folder), now::get);
    return run.run(
        Query.of("imports", "i").with("dataset", "pets"),
        new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  /** Time passes until it is. */
  private void awaitShown(String pattern) {
    await()
        .until(
            () -> {
              now.addAndGet(STEP.toNanos());
              return shown().lines().anyMatch(line -> line.matches(".*" + pattern + ".*"));
            });
  }

  private String shown() {
    return out.toString(StandardCharsets.UTF_8);
  }
}

package io.streamsight.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.streamsight.cli.CommandRun;
import io.streamsight.cli.PlayedService;
import io.streamsight.contract.event.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  private static final String DONE =
      status("done", "\"published\":2,\"unchanged\":1,\"refused\":0,\"assigned\":2,\"kept\":0");

  @TempDir Path folder;

  @BeforeEach
  void fill() throws IOException {
    for (String name : List.of("cat/1.jpg", "cat/2.jpg", "dog/1.jpg")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, name.getBytes());
    }
  }

  @Test
  void shouldFailWhenNoImageIsInAnyRange() throws Exception {
    String skipped =
        status("done", "\"published\":0,\"unchanged\":0,\"refused\":0,\"skipped\":3,\"kept\":0")
            .replace("{\"train\":{\"cat\":2}}", "{}");
    try (var imports = new PlayedImports(skipped)) {
      CommandRun run = run(imports, folder, "--train", "5000-5999", "--test", "6000-6999");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).contains("3 skipped");
      assertThat(run.err().strip())
          .isEqualTo(
              "streamsight: No image has a number within --train 5000-5999 or --test 6000-6999.");
    }
  }

  @Test
  void shouldNameARangeWithoutAnImageAlsoWhereAFileWasRefused() throws Exception {
    try (var imports = new PlayedImports(status("done", "\"published\":2,\"refused\":1"))) {
      imports.results("refused", "");
      CommandRun run = run(imports, folder, "--train", "0-9", "--test", "5000-5999");
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().lines())
          .containsExactly(
              "streamsight: No image that could be imported has a number within --test 5000-5999.",
              "streamsight: 1 of 3 files were refused or unreadable.");
    }
  }

  @Test
  void shouldSendAFolderAsATarAndSumUp() throws Exception {
    try (var imports = new PlayedImports(DONE)) {
      CommandRun run =
          run(imports, folder, "--train", "0-999", "--test", "1000-1999", "--id-prefix", "a b/");
      assertThat(run.err()).contains("No image has a number within --test 1000-1999.");
      assertThat(run.exitCode()).isZero();
      assertThat(imports.received)
          .containsOnlyKeys("cat/1.jpg", "cat/2.jpg", "dog/1.jpg")
          .allSatisfy((name, bytes) -> assertThat(new String(bytes)).isEqualTo(name));
      assertThat(imports.expect).isEqualToIgnoringCase("100-continue");
      assertThat(imports.service.requests())
          .filteredOn(request -> request.startsWith("PUT"))
          .singleElement()
          .asString()
          .matches("PUT /imports/[0-9a-f-]{36}\\?.*")
          .endsWith(
              "?dataset=pets&layout=auto&train=0-999&test=1000-1999&idPrefix=a%20b%2F&files=3");
      assertThat(run.out())
          .contains(
              "Layout class-folders, told from the first image's path",
              "train  cat    2",
              "2 published, 1 unchanged, 0 refused, 0 skipped, 0 ignored",
              "2 assigned, 0 kept where they were",
              "3 files, 27 bytes in 1.5 s, 2 images/s")
          .contains("3/3 images");
    }
  }

  /** Once for each reason; in the words of this command, where the service's are of HTTP. */
  @Test
  void shouldSayBelowTheRefusedWhatToDoAboutThem() throws Exception {
    String exists =
        "{\"path\":\"cat/%d.jpg\",\"status\":\"refused\",\"problem\":{\"type\":\"urn:streamsight:image-exists\","
            + "\"title\":\"Choose another id, or set replace.\",\"detail\":\"other bytes\"}}";
    String truncated =
        "{\"path\":\"dog/1.jpg\",\"status\":\"refused\",\"problem\":{\"type\":\"urn:streamsight:image-truncated\","
            + "\"title\":\"Send the whole file.\",\"detail\":\"ends at 7\"}}";
    try (var imports = new PlayedImports(status("done", "\"refused\":3"))) {
      imports.results(
          "refused", String.join("\n", exists.formatted(1), truncated, exists.formatted(2)));
      CommandRun run = run(imports, folder);
      assertThat(run.out().lines())
          .endsWith(
              "What to do:",
              "  image-exists: --replace puts these bytes in the place of those that are there;"
                  + " --id-prefix gives the images ids of their own: all data sets share the ids.",
              "  image-truncated: Send the whole file.");
    }
  }

  @Test
  void shouldFailWhereAllFilesAreHidden() throws Exception {
    try (var imports = new PlayedImports(status("done", "\"ignored\":3"))) {
      CommandRun run = run(imports, folder);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().strip())
          .isEqualTo(
              "streamsight: %s holds no image: hidden files and what archivers add are ignored."
                  .formatted(folder));
    }
  }

  @Test
  void shouldPrintEveryRefusalAndExitWithOne() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add(
          "{\"path\":\"cat/%d.jpg\",\"status\":\"refused\",\"problem\":{\"type\":\"urn:streamsight:image-truncated\",\"detail\":\"ends at %d\"}}"
              .formatted(i, i));
    }
    try (var imports = new PlayedImports(status("done", "\"refused\":300"))) {
      imports.results("refused", String.join("\n", lines));
      CommandRun run = run(imports, folder);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out().lines().filter(line -> line.startsWith("  cat/")))
          .hasSize(300)
          .contains("  cat/0.jpg  image-truncated  ends at 0")
          .contains("  cat/299.jpg  image-truncated  ends at 299");
      assertThat(run.err().strip())
          .isEqualTo("streamsight: 300 of 3 files were refused or unreadable.");
    }
  }

  @Test
  void shouldNotLetTheNamesInAnArchiveDriveTheTerminal() throws Exception {
    String refused =
        "{\"path\":\"cat/\\u001b[2J\\r\\u009b1mx.jpg\",\"status\":\"refused\",\"problem\":{\"type\":\"urn:streamsight:image-corrupt\",\"detail\":\"no \\u0007\"}}";
    String labels =
        "\"refused\":1,\"error\":{\"type\":\"urn:streamsight:archive-unreadable\",\"detail\":\"\\u001b[2J\"}";
    try (var imports = new PlayedImports(status("failed", labels))) {
      imports.results("refused", refused);
      CommandRun run = run(imports, folder);
      assertThat(run.out()).contains("  cat/?[2J ?1mx.jpg  image-corrupt  no ?");
      assertThat(run.err()).contains("archive-unreadable: ?[2J");
      assertThat(run.out() + run.err()).doesNotContain("\u001b", "\u009b", "\u0007");
    }
  }

  @Test
  void shouldPrintTwentyOfThoseThatWereKeptAndHintAtReplace() throws Exception {
    String lines =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    "{\"path\":\"cat/%d.jpg\",\"status\":\"unchanged\",\"split\":\"test\",\"label\":\"cat\",%s}"
                        .formatted(i, i < 5 ? "\"placement\":\"unchanged\"" : kept(i)))
            .collect(Collectors.joining("\n"));
    try (var imports = new PlayedImports(status("done", "\"unchanged\":30,\"kept\":25"))) {
      imports.results("unchanged", lines);
      CommandRun run = run(imports, folder);
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .contains("--replace", "  and 5 more")
          .contains("  cat/5.jpg  withdrawn, asked for test/cat")
          .contains("  cat/24.jpg  train/dog, asked for test/cat")
          .doesNotContain("  cat/4.jpg", "  cat/25.jpg");
    }
  }

  private static String kept(int i) {
    return "\"placement\":\"kept\",\"present\":"
        + (i == 5 ? "{\"withdrawn\":true}" : "{\"split\":\"train\",\"label\":\"dog\"}");
  }

  @Test
  void shouldListWhatCouldNotBeReadAndExitWithOne() throws Exception {
    Files.createSymbolicLink(folder.resolve("cat/broken.jpg"), folder.resolve("none"));
    try (var imports = new PlayedImports(DONE)) {
      CommandRun run = run(imports, folder);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).contains("1 unreadable", "  cat/broken.jpg  the link leads nowhere");
      assertThat(run.err()).contains("1 of 4 files were refused or unreadable");
    }
  }

  @Test
  void shouldPrintNothingButTheStatusWhereJsonIsAskedFor() throws Exception {
    try (var imports = new PlayedImports(DONE)) {
      CommandRun run = run(imports, folder, "--json");
      assertThat(run.exitCode()).isZero();
      assertThat(Json.MAPPER.readTree(run.out())).isEqualTo(Json.MAPPER.readTree(DONE));
      assertThat(run.err()).contains("3/3 images");
    }
  }

  @Test
  void shouldSendAnArchiveAsItIs() throws Exception {
    byte[] zip = {'P', 'K', 3, 4, 9, 9, 9};
    Path archive = Files.write(folder.resolve("photos.zip"), zip);
    try (var imports = new PlayedImports(DONE)) {
      assertThat(run(imports, archive).exitCode()).isZero();
      assertThat(imports.contentType).isEqualTo("application/zip");
      assertThat(imports.received.get("")).isEqualTo(zip);
      assertThat(imports.service.requests()).noneMatch(request -> request.contains("files="));
    }
  }

  @Test
  void shouldSendASingleImageAsATarOfOne() throws Exception {
    try (var imports = new PlayedImports(DONE)) {
      assertThat(run(imports, folder.resolve("cat/2.jpg"), "--label", "cat").exitCode()).isZero();
      assertThat(imports.received).containsOnlyKeys("2.jpg");
    }
  }

  @Test
  void shouldTellWhyAnImportFailedAndWhatWasDoneBefore() throws Exception {
    String failed =
        status(
            "failed",
            "\"published\":2,\"error\":{\"type\":\"urn:streamsight:unavailable\",\"detail\":\"no broker\"}");
    try (var imports = new PlayedImports(failed)) {
      imports.service.on(
          "PUT /imports/*",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            PlayedService.answer(
                exchange, 503, "{\"title\":\"Try again.\",\"detail\":\"no broker\"}");
          });
      CommandRun run = run(imports, folder);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.out()).contains("2 published");
      assertThat(run.err().strip())
          .isEqualTo(
              "streamsight: The import failed after 3 files: unavailable: no broker."
                  + " The same command again goes on from there.");
    }
  }

  /** The rate of before the broker went says nothing any more. */
  @Test
  void shouldSayThatNothingMovesWhileTheBrokerIsAway() throws Exception {
    String running = status("running", "\"files\":3").replace("\"done\":3", "\"done\":1");
    try (var imports = new PlayedImports(DONE)) {
      tell(imports, running);
      imports.service.on(
          "PUT /imports/*",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            LockSupport.parkNanos(Duration.ofSeconds(11).toNanos());
            PlayedService.answer(exchange, 200, DONE);
          });
      CommandRun run = run(imports, folder);
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .containsPattern("1/3 images  nothing for \\d+ s: the broker may be away");
    }
  }

  @Test
  void shouldSayHowFarItWasWhenTheServiceDiesAndThatItGoesOn() throws Exception {
    String running = status("running", "\"files\":3").replace("\"done\":3", "\"done\":2");
    try (var imports = new PlayedImports(DONE)) {
      CountDownLatch told = tell(imports, running);
      imports.service.on("GET /imports/*", HttpExchange::close);
      imports.service.on(
          "PUT /imports/*",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            awaitNews(told);
            exchange.close();
          });
      CommandRun run = run(imports, folder);
      assertThat(run.exitCode()).isEqualTo(1);
      // Not how much was sent, which says nothing of what is done.
      assertThat(run.out().lines()).last().asString().contains(" 2/3 images");
      assertThat(run.err().strip())
          .startsWith("streamsight: The ingest service does not answer at ")
          .endsWith(
              "The last that was heard of it: 2 files done."
                  + " The same command again goes on from there.");
    }
  }

  @Test
  void shouldSayHowFarItWasWhenTheServiceStopsBeforeItsEnd() throws Exception {
    String running = status("running", "\"files\":3").replace("\"done\":3", "\"done\":2");
    try (var imports = new PlayedImports(DONE)) {
      CountDownLatch told = tell(imports, running);
      imports.service.on("GET /imports/*", HttpExchange::close);
      imports.service.on(
          "PUT /imports/*",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            awaitNews(told);
            PlayedService.answer(exchange, 503, "{\"detail\":\"stopping\"}");
          });
      CommandRun run = run(imports, folder);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().strip())
          .startsWith("streamsight: stopping. (ingest service, PUT ")
          .endsWith(
              "The last that was heard of it: 2 files done."
                  + " The same command again goes on from there.");
    }
  }

  /** One event, which is there when it counts down; the stream stays open. */
  private static CountDownLatch tell(PlayedImports imports, String status) {
    var told = new CountDownLatch(1);
    imports.service.on(
        "GET /imports/*/events",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          exchange
              .getResponseBody()
              .write(("data:" + status + "\n\n").getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          told.countDown();
        });
    return told;
  }

  /** Sent, and a moment later heard. */
  private static void awaitNews(CountDownLatch told) {
    try {
      told.await(10, TimeUnit.SECONDS);
      Thread.sleep(500);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void shouldAskForTheErrorWhenTheConnectionEndsBeforeTheAnswer() throws Exception {
    shouldAskForTheError(HttpExchange::close);
  }

  @Test
  void shouldAskForTheErrorWhenTheConnectionEndsWithinTheAnswer() throws Exception {
    shouldAskForTheError(
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.close();
        });
  }

  private void shouldAskForTheError(HttpHandler answer) throws Exception {
    String failed =
        status(
            "failed",
            "\"published\":1,\"error\":{\"type\":\"urn:streamsight:archive-unreadable\",\"title\":\"Send an intact tar.\",\"detail\":\"ends too early\"}");
    try (var imports = new PlayedImports(failed)) {
      imports.service.on("PUT /imports/*", answer);
      CommandRun run = run(imports, folder);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err().strip())
          .isEqualTo(
              "streamsight: The import failed after 3 files: archive-unreadable: ends too early."
                  + " Send an intact tar.");
      assertThat(run.out()).contains("1 published");
    }
  }

  @Test
  void shouldSendNoMoreWhenTheServiceSaysThatTheImportHasEnded() throws Exception {
    String cancelled = status("cancelled", "\"published\":1");
    Files.write(folder.resolve("cat/endless.jpg"), new byte[20 << 20]);
    var received = new AtomicLong();
    try (var imports = new PlayedImports(cancelled)) {
      imports.service.on(
          "GET /imports/*/events",
          exchange -> PlayedService.answer(exchange, 200, "data:" + cancelled + "\n\n"));
      imports.service.on(
          "PUT /imports/*",
          exchange -> {
            // Slower than the news of the end.
            var chunk = new byte[10_000];
            for (int i = 0; exchange.getRequestBody().read(chunk) >= 0; i++) {
              received.addAndGet(chunk.length);
              LockSupport.parkNanos(2_000_000);
            }
            PlayedService.answer(exchange, 200, cancelled);
          });
      CommandRun run = run(imports, folder);
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("The import was cancelled after 3 files.");
      assertThat(received.get()).isLessThan(20 << 20);
    }
  }

  @Test
  void shouldGoOnWithoutEvents() throws Exception {
    try (var imports = new PlayedImports(DONE)) {
      imports.service.on("GET /imports/*/events", 404, "{}");
      CommandRun run = run(imports, folder);
      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).isEmpty();
    }
  }

  @Test
  void shouldSayWhereAnUnreachableServiceWasSought() throws Exception {
    String url;
    try (var imports = new PlayedImports(DONE)) {
      url = imports.service.url();
    }
    CommandRun run =
        CommandRun.of("import", folder.toString(), "--dataset", "pets", "--ingest-url", url);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .startsWith("streamsight: The ingest service does not answer at " + url)
        .doesNotContain("\n");
  }

  private static CommandRun run(PlayedImports imports, Path path, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "import",
                path.toString(),
                "--dataset",
                "pets",
                "--ingest-url",
                imports.service.url()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private static String status(String state, String fields) {
    return ("{\"id\":\"i\",\"state\":\"%s\",\"dataset\":\"pets\",\"layout\":\"class-folders\",\"dryRun\":false,"
            + "\"done\":3,\"bytes\":27,\"seconds\":1.5,\"imagesPerSecond\":2.0,"
            + "\"splits\":{\"train\":{\"cat\":2}},\"later\":true,%s}")
        .formatted(state, fields);
  }
}

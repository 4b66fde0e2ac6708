package io.streamsight.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.cli.PlayedService;
import io.streamsight.cli.Streamsight;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own: with little memory, and ended by a signal. */
class ImportProcessTest {
  private static final String DONE =
      "{\"id\":\"i\",\"state\":\"done\",\"layout\":\"class-folders\",\"done\":200,\"published\":200}";
  private static final String CANCELLED =
      "{\"id\":\"i\",\"state\":\"cancelled\",\"layout\":\"class-folders\",\"done\":7,\"published\":7}";
  private static final int FILE_BYTES = 1 << 20;
  private static final int FILES = 200;

  @TempDir Path folder;
  private Process process;

  @AfterEach
  void kill() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void shouldSendAFolderThatIsManyTimesLargerThanItsMemory() throws Exception {
    fill();
    var received = new AtomicLong();
    try (var imports = new PlayedImports(DONE)) {
      imports.service.on("GET /imports/*/events", 404, "{}");
      imports.service.on(
          "PUT /imports/*",
          exchange -> {
            InputStream body = exchange.getRequestBody();
            var chunk = new byte[1 << 16];
            for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
              received.addAndGet(read);
            }
            PlayedService.answer(exchange, 200, DONE);
          });
      start(imports);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(output()).contains("200 published");
      assertThat(process.exitValue()).isZero();
      assertThat(received.get()).isGreaterThan((long) FILES * FILE_BYTES);
    }
  }

  @Test
  void shouldCancelOnASignalAndTellWhatWasDone() throws Exception {
    fill();
    var sending = new CountDownLatch(1);
    try (var imports = new PlayedImports(CANCELLED)) {
      imports.service.on("GET /imports/*/events", 404, "{}");
      imports.service.on("PUT /imports/*", exchange -> stall(exchange, sending, imports.cancelled));
      start(imports);
      assertThat(sending.await(60, TimeUnit.SECONDS)).isTrue();
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(imports.cancelled.getCount()).isZero();
      assertThat(output())
          .contains("7 published", "streamsight: The import was cancelled after 7 files.");
      assertThat(process.exitValue()).isNotZero();
    }
  }

  /** Reads a little, waits for the cancellation, and answers then. */
  private static void stall(
      com.sun.net.httpserver.HttpExchange exchange,
      CountDownLatch sending,
      CountDownLatch cancelled)
      throws IOException {
    exchange.getRequestBody().readNBytes(100_000);
    sending.countDown();
    try {
      cancelled.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    PlayedService.answer(exchange, 200, CANCELLED);
  }

  private void fill() throws IOException {
    for (int i = 0; i < FILES; i++) {
      Path file = folder.resolve("photos/cat/%d.jpg".formatted(i));
      Files.createDirectories(file.getParent());
      // Of zeros only, which take no space.
      try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
        sparse.setLength(FILE_BYTES);
      }
    }
  }

  private void start(PlayedImports imports) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-cp",
                System.getProperty("java.class.path"),
                Streamsight.class.getName(),
                "import",
                folder.resolve("photos").toString(),
                "--dataset",
                "pets",
                "--ingest-url",
                imports.service.url())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
  }
}

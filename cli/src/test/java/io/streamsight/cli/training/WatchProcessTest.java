package io.streamsight.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.cli.PlayedService;
import io.streamsight.cli.Streamsight;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own, ended by a signal. */
class WatchProcessTest {
  @TempDir Path folder;

  @Test
  void shouldSayOnASignalThatTheRunGoesOn() throws Exception {
    Path output = folder.resolve("output");
    var watching = new CountDownLatch(2);
    try (var runs = new PlayedRuns()) {
      runs.service.on(
          "GET /runs/r-1",
          exchange -> {
            watching.countDown();
            PlayedService.answer(exchange, 200, PlayedRuns.run("queued", ""));
          });
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Streamsight.class.getName(),
                  "runs",
                  "r-1",
                  "--watch",
                  "--trainer-url",
                  runs.service.url())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        assertThat(watching.await(60, TimeUnit.SECONDS)).isTrue();
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(output).content().contains("The run goes on: ./streamsight runs r-1 --watch");
      } finally {
        process.destroyForcibly();
      }
    }
  }
}

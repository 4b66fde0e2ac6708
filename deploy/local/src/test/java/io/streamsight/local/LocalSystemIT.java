package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LocalSystemIT {
  @TempDir Path folder;
  private Process worker;

  @AfterEach
  void kill() {
    if (worker != null) {
      worker.destroyForcibly();
    }
  }

  /** A worker whose broker went first could not give its run back, which waited for its lease. */
  @Test
  @Timeout(120)
  void shouldStopTheWorkersBesideItBeforeTheBroker() throws Exception {
    LocalSettings settings = LocalSettings.onFreePorts(Path.of("../.."), folder.resolve("system"));
    try (var system = LocalSystem.ofBroker(settings, line -> {})) {
      system.start(true);
      ProcessHandle broker = ProcessHandle.of(system.pid("broker")).orElseThrow();
      BufferedReader says = startWorker(settings.dataFolder());

      CompletableFuture<Void> closing = CompletableFuture.runAsync(system::close);
      assertThat(says.readLine()).isEqualTo("asked to end");
      // What a worker that starts now looks for, since nobody looks for it any more.
      assertThat(SystemState.read(settings.dataFolder()))
          .hasValueSatisfying(state -> assertThat(state.live()).isFalse());
      assertThat(broker.onExit()).failsWithin(Duration.ofSeconds(3));

      worker.getOutputStream().close();
      closing.get(60, TimeUnit.SECONDS);
      assertThat(worker.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(worker.exitValue()).isEqualTo(7);
      assertThat(broker.isAlive()).isFalse();
    }
  }

  /** The results of another system's imports were of images that are not there any more. */
  @Test
  @Timeout(120)
  void shouldLeaveNothingOfAnEarlierSystemWhereItBeginsAnew() throws Exception {
    LocalSettings settings = LocalSettings.onFreePorts(Path.of("../.."), folder.resolve("system"));
    List<Path> earlier =
        Stream.of("kafka", "logs", "trainer-cache", "imports")
            .map(name -> settings.dataFolder().resolve(name).resolve("earlier"))
            .toList();
    try (var system = LocalSystem.ofBroker(settings, line -> {})) {
      FolderLock.take(settings.dataFolder()).close();
      for (Path file : earlier) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x");
      }
      system.start(true);
      assertThat(earlier).allSatisfy(file -> assertThat(file).doesNotExist());
    }
  }

  /** Asked to end, it does so when its input ends. */
  private BufferedReader startWorker(Path system) throws Exception {
    worker =
        new ProcessBuilder(
                "/bin/bash",
                "-c",
                "trap 'echo asked to end; read -r line; exit 7' TERM; echo ready;"
                    + " while :; do sleep 0.1; done")
            .start();
    BufferedReader says = worker.inputReader();
    assertThat(says.readLine()).isEqualTo("ready");
    new LocalWorker(worker.pid(), 1, Instant.now()).write(system);
    return says;
  }
}

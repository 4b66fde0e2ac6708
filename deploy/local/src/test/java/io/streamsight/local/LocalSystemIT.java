package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LocalSystemIT {
  @TempDir Path folder;

  /** A worker whose broker went first could not give its run back, which waited for its lease. */
  @Test
  @Timeout(120)
  void shouldStopTheWorkersBesideItBeforeTheBroker() throws Exception {
    LocalSettings settings = LocalSettings.onFreePorts(Path.of("../.."), folder.resolve("system"));
    Path seen = folder.resolve("seen");
    Process worker;
    try (var system = LocalSystem.ofBroker(settings, line -> {})) {
      system.start(true);
      worker = worker(settings.brokerPort(), seen);
      new LocalWorker(worker.pid(), 1, Instant.now()).write(settings.dataFolder());
    }
    assertThat(worker.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(seen).hasContent("the broker answers");
    assertThat(LocalWorker.of(settings.dataFolder())).isEmpty();
  }

  /** Asked to end, it takes two seconds and then looks for the broker. */
  private static Process worker(int port, Path seen) throws Exception {
    var command = new ArrayList<>(List.of("/bin/bash", "-c"));
    command.add(
        "trap 'sleep 2; (exec 3<>/dev/tcp/127.0.0.1/%d) && echo the broker answers > %s; exit' TERM; echo ready; while :; do sleep 0.1; done"
            .formatted(port, seen));
    Process process = new ProcessBuilder(command).start();
    process.getInputStream().read();
    return process;
  }
}

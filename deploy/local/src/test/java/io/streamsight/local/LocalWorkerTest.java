package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalWorkerTest {
  @TempDir Path folder;
  private Process process;

  @AfterEach
  void kill() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void shouldKnowOfNoneWhereNoneWasStarted() {
    assertThat(LocalWorker.of(folder)).isEmpty();
  }

  @Test
  void shouldKnowOfThoseThatAreAliveAndForgetTheOthers() throws Exception {
    LocalWorker alive = start("sleep 600");
    alive.write(folder);
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    new LocalWorker(dead.pid(), 1, Instant.now()).write(folder);
    // The same pid, given to another process later.
    new LocalWorker(ProcessHandle.current().pid(), 2, Instant.EPOCH).write(folder);
    Files.writeString(folder.resolve("workers/broken"), "{");

    assertThat(LocalWorker.of(folder)).containsExactly(alive);
    assertThat(folder.resolve("workers"))
        .isDirectoryNotContaining(f -> !f.endsWith("" + alive.pid()));
  }

  @Test
  void shouldEndThoseThatDoNotHeedTheSignal() throws Exception {
    LocalWorker deaf = start("trap '' TERM; echo ready; while :; do sleep 0.1; done");
    process.getInputStream().read();
    LocalWorker.awaitEnd(LocalWorker.terminate(List.of(deaf)), Duration.ofMillis(300));
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private LocalWorker start(String script) throws Exception {
    process = new ProcessBuilder("/bin/sh", "-c", script).start();
    return new LocalWorker(process.pid(), 7, Instant.now());
  }
}

package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.event.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
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
  void shouldKnowOfThoseThatAreAlive() throws Exception {
    LocalWorker alive = start();
    alive.write(folder);
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    new LocalWorker(dead.pid(), 1, Instant.now()).write(folder);
    // The same pid, given to another process later.
    new LocalWorker(ProcessHandle.current().pid(), 2, Instant.EPOCH).write(folder);
    assertThat(LocalWorker.of(folder)).containsExactly(alive);
  }

  @Test
  void shouldNotBeHinderedByWhatIsNoWorker() throws Exception {
    LocalWorker alive = start();
    alive.write(folder);
    Path workers = folder.resolve("workers");
    Files.writeString(workers.resolve("broken.json"), "{");
    Files.writeString(workers.resolve("other.json"), "{\"pid\":" + alive.pid() + "}");
    Files.write(workers.resolve("unfinished.json.next"), Json.write(alive));
    Files.createDirectories(workers.resolve("folder.json").resolve("with more"));
    assertThat(LocalWorker.of(folder)).containsExactly(alive);
  }

  @Test
  void shouldDeleteItsOwnEntryAndNoOther() throws Exception {
    LocalWorker alive = start();
    alive.write(folder);
    var other = new LocalWorker(1, 2, Instant.EPOCH);
    other.write(folder);
    other.delete(folder);
    other.delete(folder);
    assertThat(folder.resolve("workers"))
        .isDirectoryContaining("glob:**/" + alive.pid() + ".json")
        .isDirectoryNotContaining("glob:**/1.json");
    assertThat(LocalWorker.of(folder)).containsExactly(alive);
  }

  /** Who looked while it was written found none, and deleted it. */
  @Test
  void shouldKnowOfAWorkerWhileItsEntryIsWritten() throws Exception {
    LocalWorker alive = start();
    alive.write(folder);
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writeOften(alive));
    while (!writing.isDone()) {
      assertThat(LocalWorker.of(folder)).containsExactly(alive);
    }
    writing.join();
  }

  private void writeOften(LocalWorker worker) {
    try {
      for (int i = 0; i < 2_000; i++) {
        worker.write(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LocalWorker start() throws Exception {
    process = new ProcessBuilder("sleep", "600").start();
    return new LocalWorker(process.pid(), 7, Instant.now());
  }
}

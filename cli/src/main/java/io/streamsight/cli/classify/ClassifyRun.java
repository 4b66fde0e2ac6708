package io.streamsight.cli.classify;

import io.streamsight.cli.CommandFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many files, several at once. What stops one for a reason that is not its own stops all. */
final class ClassifyRun {
  private final ClassifyClient client;
  private final int atOnce;
  private volatile CommandFailedException stopped;

  ClassifyRun(ClassifyClient client, int atOnce) {
    this.client = client;
    this.atOnce = atOnce;
  }

  /**
   * @param step runs after each file
   * @return in the order of {@code files}; those that nobody got to when it stopped are left out
   */
  List<Outcome> classify(List<Path> files, Runnable step) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      List<Future<Optional<Outcome>>> futures = new ArrayList<>();
      for (Path file : files) {
        futures.add(threads.submit(() -> classify(file, step)));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Optional<Outcome>> future : futures) {
        future.get().ifPresent(outcomes::add);
      }
      return outcomes;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private Optional<Outcome> classify(Path file, Runnable step) throws InterruptedException {
    if (stopped != null) {
      return Optional.empty();
    }
    try {
      Outcome outcome = client.classify(file);
      step.run();
      return Optional.of(outcome);
    } catch (CommandFailedException e) {
      stopped = e;
      return Optional.empty();
    }
  }

  /** Why it ended before all files were classified; empty if it did not. */
  Optional<CommandFailedException> stopped() {
    return Optional.ofNullable(stopped);
  }
}

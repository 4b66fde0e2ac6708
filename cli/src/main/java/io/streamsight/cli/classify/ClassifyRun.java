package io.streamsight.cli.classify;

import io.streamsight.cli.CommandFailedException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Many files, several at once. What stops one for a reason that is not its own stops all. */
final class ClassifyRun {
  /** For each thread, while a slow one is waited for: what is done already is in memory. */
  private static final int AHEAD = 4;

  private final ClassifyClient client;
  private final int atOnce;
  private volatile CommandFailedException stopped;

  ClassifyRun(ClassifyClient client, int atOnce) {
    this.client = client;
    this.atOnce = atOnce;
  }

  /**
   * @param step runs after each file
   * @param taker gets the outcomes one by one in the order of {@code files}; those that nobody got
   *     to when it stopped are left out
   */
  void classify(List<Path> files, Runnable step, Consumer<Outcome> taker)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    try {
      Deque<Future<Optional<Outcome>>> ahead = new ArrayDeque<>();
      for (Path file : files) {
        if (ahead.size() == AHEAD * atOnce) {
          ahead.remove().get().ifPresent(taker);
        }
        ahead.add(threads.submit(() -> classify(file, step)));
      }
      while (!ahead.isEmpty()) {
        ahead.remove().get().ifPresent(taker);
      }
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

package io.streamsight.local;

import io.streamsight.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Waits for a system that is just starting or stopping, before another one is started. */
final class StartTurn {
  /** Longer than a start or a stop takes. */
  private static final Duration LIMIT = Duration.ofSeconds(150);

  private static final long INTERVAL_MS = 200;

  private StartTurn() {}

  /**
   * Returns when the folder's system is up, and says so, or when it may be started.
   *
   * @return the right to start it; empty when it is up. The caller closes it
   * @throws CommandFailedException if the folder is not ours, or its system gets neither up nor
   *     down
   */
  static Optional<FolderLock> await(Path folder) throws IOException, InterruptedException {
    long limit = System.nanoTime() + LIMIT.toNanos();
    boolean told = false;
    while (true) {
      Optional<SystemState> running = SystemState.read(folder).filter(SystemState::up);
      if (running.isPresent()) {
        System.out.printf(
            "The system in %s is up since %s (pid %d). ./streamsight status shows it.%n",
            folder, running.get().startedAt(), running.get().pid());
        return Optional.empty();
      }
      Optional<FolderLock> turn = FolderLock.toStart(folder);
      if (turn.isPresent()) {
        if (turn.get().free()) {
          return turn;
        }
        turn.get().close();
      }
      if (System.nanoTime() > limit) {
        throw new CommandFailedException(
            "The system in %s%s is neither up nor down after %d s. Stop it with ./streamsight down."
                .formatted(folder, FolderLock.pid(folder), LIMIT.toSeconds()));
      }
      if (!told) {
        System.out.printf(
            "The system in %s%s is starting or stopping: waiting for it%n",
            folder, FolderLock.pid(folder));
        told = true;
      }
      Thread.sleep(INTERVAL_MS);
    }
  }
}

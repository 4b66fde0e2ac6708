package io.streamsight.local.demo;

import io.streamsight.cli.CommandFailedException;
import java.time.Duration;
import java.util.Objects;

/** Waits as long as something moves. */
final class Patience {
  private final Duration limit;
  private final String what;
  private Object last;
  private long since = System.nanoTime();

  /**
   * @param limit without a change
   * @param what did not happen, and where to look: the message when it runs out
   */
  Patience(Duration limit, String what) {
    this.limit = limit;
    this.what = what;
  }

  /**
   * @param state anything that changes with progress
   * @throws CommandFailedException when it has not changed for too long
   */
  void check(Object state) {
    long now = System.nanoTime();
    if (!Objects.equals(state, last)) {
      last = state;
      since = now;
    } else if (now - since > limit.toNanos()) {
      throw new CommandFailedException(
          "%s: nothing has changed for %d s.".formatted(what, limit.toSeconds()));
    }
  }
}

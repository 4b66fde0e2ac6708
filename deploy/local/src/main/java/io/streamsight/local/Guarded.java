package io.streamsight.local;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another main class and ends the process when its standard input ends.
 *
 * <p>Standard input is a pipe from the process that started this one. However that process goes,
 * kill -9 included, the operating system closes the pipe: nothing is left running.
 */
public final class Guarded {
  /** Long enough for a stop in order, even when the broker is gone before. */
  private static final long GRACE_MS = 15_000;

  private Guarded() {}

  /** {@code Guarded MAIN-CLASS ARGUMENTS...} */
  public static void main(String[] arguments) throws Throwable {
    var watch = new Thread(Guarded::stopAtEndOfInput, "watch-parent");
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName(arguments[0])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(arguments, 1, arguments.length));
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static void stopAtEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever said: only the end counts.
      }
    } catch (IOException e) {
      // As good as the end.
    }
    var deadline = new Thread(Guarded::haltAfterGrace, "halt-after-grace");
    deadline.setDaemon(true);
    deadline.start();
    System.exit(0);
  }

  private static void haltAfterGrace() {
    try {
      Thread.sleep(GRACE_MS);
    } catch (InterruptedException e) {
      // Halt at once.
    }
    Runtime.getRuntime().halt(1);
  }
}

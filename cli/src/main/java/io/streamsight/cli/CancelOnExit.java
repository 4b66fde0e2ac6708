package io.streamsight.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Cancels on Ctrl-C and SIGTERM, and lets the main thread tell what was done before the process
 * ends.
 */
public final class CancelOnExit implements AutoCloseable {
  private static final int TELL_SECONDS = 20;

  private final CountDownLatch told = new CountDownLatch(1);
  private final Thread hook;

  public CancelOnExit(Runnable cancel) {
    hook =
        new Thread(
            () -> {
              cancel.run();
              try {
                told.await(TELL_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "cancel");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Everything is told. */
  @Override
  public void close() {
    told.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs, and needs to wait no more.
    }
  }
}

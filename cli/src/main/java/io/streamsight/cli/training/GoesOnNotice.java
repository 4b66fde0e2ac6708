package io.streamsight.cli.training;

/** Tells on Ctrl-C that only the watching has ended, and how to end the run. */
final class GoesOnNotice implements AutoCloseable {
  private final Thread hook;

  GoesOnNotice(String runId) {
    hook =
        new Thread(
            () ->
                System.err.printf(
                    "%nThe run goes on: ./streamsight runs %s --watch follows it, ./streamsight"
                        + " cancel %s ends it.%n",
                    runId, runId),
            "goes-on-notice");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The run has ended. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the notice given.
    }
  }
}

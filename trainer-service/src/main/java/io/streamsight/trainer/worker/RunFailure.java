package io.streamsight.trainer.worker;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.KafkaException;

/** What an exception that ended an attempt at a run is the fault of. */
sealed interface RunFailure {
  /** Characters of a detail, at most: the registry keeps it for good. */
  int DETAIL = 1_000;

  /** Whoever tries will meet it: the run has failed. */
  record OfTheRun(Reason reason, String detail) implements RunFailure {}

  /**
   * The broker is away, or this machine lacks room, memory or files: the run may do elsewhere, or
   * later.
   *
   * @param cause to be thrown once the run is given back
   */
  record OfTheWorker(RuntimeException cause) implements RunFailure {}

  static RunFailure of(Throwable e) {
    if (e instanceof StreamsightException known) {
      return known.reason() == Reason.UNAVAILABLE
          ? new OfTheWorker(known)
          : new OfTheRun(known.reason(), cut(known.getMessage()));
    }
    if (e instanceof KafkaException) {
      return new OfTheWorker(new StreamsightException(Reason.UNAVAILABLE, e.getMessage(), e));
    }
    if (e instanceof UncheckedIOException || e instanceof OutOfMemoryError) {
      return new OfTheWorker(
          new IllegalStateException("This machine lacks what a run needs: " + e, e));
    }
    // Errors too: a native library that does not load must end the run, not the worker unheard.
    return new OfTheRun(Reason.INTERNAL, cut(String.valueOf(e)));
  }

  private static String cut(String detail) {
    return detail.length() <= DETAIL ? detail : detail.substring(0, DETAIL - 1) + "…";
  }
}

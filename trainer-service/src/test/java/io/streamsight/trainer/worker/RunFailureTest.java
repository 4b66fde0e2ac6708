package io.streamsight.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.trainer.worker.RunFailure.OfTheRun;
import io.streamsight.trainer.worker.RunFailure.OfTheWorker;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class RunFailureTest {
  @Test
  void shouldBlameTheWorkerForAFullDiskTooFewFilesOrTooLittleMemory() {
    assertThat(
            RunFailure.of(
                new UncheckedIOException(
                    "The pixel cache can't be written",
                    new FileSystemException("a.pixels", null, "No space left on device"))))
        .isInstanceOf(OfTheWorker.class)
        .extracting(failure -> ((OfTheWorker) failure).cause().getMessage())
        .asString()
        .contains("The pixel cache can't be written");
    assertThat(RunFailure.of(new OutOfMemoryError("Java heap space")))
        .isInstanceOf(OfTheWorker.class);
  }

  @Test
  void shouldLetTheRunWaitWhileTheBrokerIsAway() {
    assertThat(RunFailure.of(new TimeoutException("no answer")))
        .isInstanceOfSatisfying(
            OfTheWorker.class,
            failure ->
                assertThat(failure.cause())
                    .isInstanceOfSatisfying(
                        StreamsightException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE)));
    assertThat(RunFailure.of(new StreamsightException(Reason.UNAVAILABLE, "away")))
        .isInstanceOf(OfTheWorker.class);
  }

  @Test
  void shouldEndTheRunForWhatEveryWorkerWouldMeet() {
    assertThat(RunFailure.of(new StreamsightException(Reason.IMAGE_LOST, "gone")))
        .isEqualTo(new OfTheRun(Reason.IMAGE_LOST, "gone"));
    assertThat(RunFailure.of(new UnsatisfiedLinkError("no engine")))
        .isInstanceOfSatisfying(
            OfTheRun.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.INTERNAL));
  }

  @Test
  void shouldCutWhatIsTooLongToBeKeptForGood() {
    assertThat(
            RunFailure.of(new StreamsightException(Reason.DATASET_UNTRAINABLE, "x".repeat(9_999))))
        .isInstanceOfSatisfying(
            OfTheRun.class, failure -> assertThat(failure.detail()).hasSize(RunFailure.DETAIL));
  }
}

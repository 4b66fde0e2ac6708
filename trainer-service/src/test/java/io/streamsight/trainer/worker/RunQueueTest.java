package io.streamsight.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.registry.Run;
import io.streamsight.contract.run.TrainingRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunQueueTest {
  private static final TrainingRequest REQUEST = TrainingRequest.of("pets", "pets");

  private static Run run(String id, Run.State state, TrainingRequest request) {
    return new Run("pets", id, request, state, null, null, null, null, 0, null);
  }

  private static final List<Run> RUNS =
      List.of(
          run("a", Run.State.OPEN, REQUEST),
          run("ended", Run.State.FAILED, REQUEST),
          run("b", Run.State.OPEN, REQUEST),
          run("of a later release", Run.State.OPEN, null),
          run("c", Run.State.OPEN, REQUEST));

  @Test
  void shouldTryTheOldestRunFirst() {
    assertThat(RunQueue.inOrder(RUNS, run -> false))
        .extracting(Run::runId)
        .containsExactly("a", "b", "c");
  }

  @Test
  void shouldTryARunLastThatItHasJustGivenBack() {
    assertThat(RunQueue.inOrder(RUNS, run -> run.runId().equals("a")))
        .extracting(Run::runId)
        .containsExactly("b", "c", "a");
  }
}

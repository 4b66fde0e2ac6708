package io.streamsight.trainer.registry;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Summary;
import io.streamsight.trainer.training.TrainingPlan;

/**
 * A request with nothing left open.
 *
 * @param request with every field that a run needs, and all settings of its recipe
 * @param parent the version whose weights it starts with; null: from fresh ones
 * @param repeated the version whose run it does again; null: a run of its own
 */
public record ResolvedRequest(TrainingRequest request, ModelVersion parent, ModelVersion repeated) {

  /**
   * Told before a data set is read and epochs are trained: what a run writes after each of them
   * must fit into a record.
   *
   * @throws StreamsightException {@link Reason#MODEL_TOO_LARGE} or {@link
   *     Reason#CHECKPOINT_TOO_LARGE} when even with the fewest classes it is larger
   */
  void requireFit(int maxModelBytes) {
    TrainingPlan plan = TrainingPlan.of(request, Architecture.FEWEST_CLASSES);
    long parameters = Summary.of(plan.architecture()).parameters();
    requireFit(Reason.MODEL_TOO_LARGE, "net", parameters * Float.BYTES, maxModelBytes);
    requireFit(
        Reason.CHECKPOINT_TOO_LARGE,
        "run's state",
        plan.checkpointBytes(parameters),
        maxModelBytes);
  }

  private static void requireFit(Reason reason, String what, long bytes, int maxModelBytes) {
    if (bytes > maxModelBytes) {
      throw new StreamsightException(
          reason,
          "The %s has %d bytes or more, streamsight.max-model-bytes allows %d"
              .formatted(what, bytes, maxModelBytes));
    }
  }
}

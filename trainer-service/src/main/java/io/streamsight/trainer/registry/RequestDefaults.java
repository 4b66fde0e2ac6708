package io.streamsight.trainer.registry;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Topology;
import io.streamsight.trainer.training.Recipe;
import io.streamsight.trainer.training.TrainingPlan;
import java.util.Objects;

/** What a request leaves open. */
public final class RequestDefaults {
  private RequestDefaults() {}

  /**
   * @throws StreamsightException {@link Reason#EVENT_INVALID} naming the field that no run can have
   */
  public static void check(TrainingRequest request) {
    try {
      TrainingRequest complete = complete(request);
      new TrainingPlan(
          Architecture.of(complete, 2),
          Recipe.of(complete.recipe(), complete.settings()),
          complete.seed(),
          complete.epochs(),
          complete.batchSize());
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, e.getMessage(), e);
    }
  }

  /**
   * The same request with every field that a run needs.
   *
   * @throws IllegalArgumentException when the architecture is not known
   */
  public static TrainingRequest complete(TrainingRequest request) {
    String architecture =
        Objects.requireNonNullElse(request.architecture(), Architecture.MINI_XCEPTION);
    Topology topology = Topology.named(architecture);
    return new TrainingRequest(
        request.model(),
        request.dataset(),
        architecture,
        Objects.requireNonNullElse(request.width(), topology.width()),
        Objects.requireNonNullElse(request.blocks(), topology.blocks()),
        Objects.requireNonNullElse(request.recipe(), "keras"),
        request.settings(),
        Objects.requireNonNullElse(request.imageSize(), 180),
        Objects.requireNonNullElse(request.epochs(), 100),
        Objects.requireNonNullElse(request.batchSize(), 32),
        Objects.requireNonNullElse(request.seed(), 0L),
        request.fineTuning(),
        request.repeat());
  }
}

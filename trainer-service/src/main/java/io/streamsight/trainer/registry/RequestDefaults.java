package io.streamsight.trainer.registry;

import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Topology;
import java.util.Objects;

/** What a request leaves open, unless it repeats a version or starts from one. */
final class RequestDefaults {
  private RequestDefaults() {}

  /**
   * The same request with every field that a run needs.
   *
   * @throws IllegalArgumentException when the architecture is not known
   */
  static TrainingRequest complete(TrainingRequest request) {
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
        Objects.requireNonNullElse(request.imageSize(), topology.imageSize()),
        Objects.requireNonNullElse(request.epochs(), 100),
        Objects.requireNonNullElse(request.batchSize(), 32),
        Objects.requireNonNullElse(request.seed(), 0L),
        request.fineTuning(),
        request.repeat());
  }
}

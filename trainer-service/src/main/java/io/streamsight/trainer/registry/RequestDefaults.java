package io.streamsight.trainer.registry;

import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.trainer.net.Architecture;
import java.util.Objects;

/** What a request leaves open. */
public final class RequestDefaults {
  private RequestDefaults() {}

  /** The same request with every field that a run needs. */
  public static TrainingRequest complete(TrainingRequest request) {
    return new TrainingRequest(
        request.model(),
        request.dataset(),
        Objects.requireNonNullElse(request.architecture(), Architecture.MINI_XCEPTION),
        Objects.requireNonNullElse(request.width(), 32),
        Objects.requireNonNullElse(request.blocks(), 5),
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

package io.streamsight.trainer.registry;

import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.run.TrainingRequest;

/**
 * A request with nothing left open.
 *
 * @param request with every field that a run needs, and all settings of its recipe
 * @param parent the version whose weights it starts with; null: from fresh ones
 * @param repeated the version whose run it does again; null: a run of its own
 */
public record ResolvedRequest(
    TrainingRequest request, ModelVersion parent, ModelVersion repeated) {}

package io.streamsight.contract.run;

import io.streamsight.contract.registry.ModelVersionId;

/**
 * Where a run takes its first weights from.
 *
 * @param from the version whose net it starts with
 * @param freezeBatchNorm whether batch norm keeps its weights and its statistics; true when absent
 * @param frozenBlocks so many of the first blocks, and what is before them, keep their weights; 0
 *     when absent
 */
public record FineTuning(ModelVersionId from, Boolean freezeBatchNorm, Integer frozenBlocks) {
  public FineTuning {
    if (from == null) {
      throw new IllegalArgumentException("fineTuning.from is missing: NAME/VERSION");
    }
    freezeBatchNorm = freezeBatchNorm == null ? Boolean.TRUE : freezeBatchNorm;
    frozenBlocks = frozenBlocks == null ? Integer.valueOf(0) : frozenBlocks;
  }
}

package io.streamsight.contract.registry;

/**
 * How a run that repeated another compares with it.
 *
 * @param of the version whose run was repeated
 * @param equal whether every weight is the same, bit for bit
 * @param maxAbsDiff how far the two weights are apart that differ most; 0 when they are equal
 */
public record Repetition(ModelVersionId of, boolean equal, double maxAbsDiff) {
  public Repetition {
    if (of == null) {
      throw new IllegalArgumentException("repetition.of is missing: NAME/VERSION");
    }
  }
}

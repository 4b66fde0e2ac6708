package io.streamsight.contract.dataset;

/**
 * What the log says of an image in a data set: its place, and what it is.
 *
 * @param assignment the one that counts; may be a withdrawal
 * @param image what the index says of it; null while it says nothing
 */
public record PlacedImage(String imageId, SplitAssignment assignment, IndexRecord image) {
  /** What that makes of it. */
  public enum State {
    /** Assigned and indexed. */
    EXAMPLE,
    /** Assigned, but nothing of it is indexed (yet). */
    MISSING,
    /** Assigned, but refused or erased. */
    REFUSED,
    WITHDRAWN
  }

  public State state() {
    if (assignment.withdrawn()) {
      return State.WITHDRAWN;
    }
    if (image == null) {
      return State.MISSING;
    }
    return image instanceof IndexRecord.Indexed ? State.EXAMPLE : State.REFUSED;
  }
}

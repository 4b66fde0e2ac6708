package io.streamsight.contract.dataset;

/**
 * The last assignment of an image in one partition, and those in other partitions behind it:
 * producers with another partitioner spread a key. Nearly every image has just one, so this is a
 * chain and no map: a fold may hold a million.
 *
 * @param timestamp of the record, ms
 * @param elsewhere the last ones in other partitions; null for none
 */
record Assigned(int partition, long timestamp, SplitAssignment assignment, Assigned elsewhere) {
  /** This one in place of an earlier one in its partition, before all others. */
  Assigned before(Assigned others) {
    return new Assigned(partition, timestamp, assignment, without(others));
  }

  private Assigned without(Assigned others) {
    if (others == null) {
      return null;
    }
    return others.partition == partition
        ? others.elsewhere
        : new Assigned(
            others.partition, others.timestamp, others.assignment, without(others.elsewhere));
  }

  /** Within a partition the later record counts; between partitions the later by time. */
  Assigned latest() {
    if (elsewhere == null) {
      return this;
    }
    Assigned other = elsewhere.latest();
    return other.beats(this) ? other : this;
  }

  private boolean beats(Assigned other) {
    return timestamp != other.timestamp ? timestamp > other.timestamp : partition > other.partition;
  }
}

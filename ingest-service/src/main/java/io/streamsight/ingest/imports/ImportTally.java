package io.streamsight.ingest.imports;

import io.streamsight.ingest.publish.ImageResult;
import io.streamsight.ingest.publish.ImageResult.PlacementStatus;
import io.streamsight.ingest.publish.ImageResult.Status;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what becomes of an import's files. Not thread-safe. */
final class ImportTally {
  private static final int MOST_REFUSALS = 100;

  private final Map<Status, Long> byStatus = new EnumMap<>(Status.class);
  private final Map<PlacementStatus, Long> byPlacement = new EnumMap<>(PlacementStatus.class);
  private final Map<String, Long> refusedByReason = new TreeMap<>();
  private final Map<String, Map<String, Long>> splits = new TreeMap<>();
  private final List<ImageResult> refusals = new ArrayList<>();
  private long ignored;
  private long bytes;

  void ignore() {
    ignored++;
  }

  void add(ImageResult result, long fileBytes) {
    bytes += fileBytes;
    byStatus.merge(result.status(), 1L, Long::sum);
    if (result.status() == Status.REFUSED) {
      refusedByReason.merge(result.problem().code(), 1L, Long::sum);
    }
    if (result.placement() != null) {
      byPlacement.merge(result.placement(), 1L, Long::sum);
    }
    boolean kept = result.placement() == PlacementStatus.KEPT;
    if (result.split() != null && !kept) {
      splits
          .computeIfAbsent(result.split().text(), split -> new TreeMap<>())
          .merge(result.label(), 1L, Long::sum);
    }
    if ((result.status() == Status.REFUSED || kept) && refusals.size() < MOST_REFUSALS) {
      refusals.add(result);
    }
  }

  long ignored() {
    return ignored;
  }

  long bytes() {
    return bytes;
  }

  long count(Status status) {
    return byStatus.getOrDefault(status, 0L);
  }

  long count(PlacementStatus placement) {
    return byPlacement.getOrDefault(placement, 0L);
  }

  long done() {
    return ignored + byStatus.values().stream().mapToLong(Long::longValue).sum();
  }

  Map<String, Long> refusedByReason() {
    return new TreeMap<>(refusedByReason);
  }

  Map<String, Map<String, Long>> splits() {
    Map<String, Map<String, Long>> copy = new TreeMap<>();
    splits.forEach((split, labels) -> copy.put(split, new TreeMap<>(labels)));
    return copy;
  }

  List<ImageResult> refusals() {
    return List.copyOf(refusals);
  }
}

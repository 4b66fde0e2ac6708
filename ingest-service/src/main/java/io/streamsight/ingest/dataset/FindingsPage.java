package io.streamsight.ingest.dataset;

import io.streamsight.contract.dataset.Finding;
import io.streamsight.contract.dataset.FindingKind;
import io.streamsight.contract.dataset.Findings;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Some of what is amiss in a data set, in a stable order.
 *
 * @param total how many there are
 * @param findings from {@code offset} on, {@code limit} at most
 * @param indexOffsets the page follows from {@code image-index} up to here; asking for the next one
 *     with the same offsets continues the same list
 * @param splitsOffsets and from {@code image-splits} up to here
 */
public record FindingsPage(
    String dataset,
    FindingKind kind,
    int total,
    int offset,
    int limit,
    @Schema(
            description =
                "Of the three kinds of copies: contentHash and images (imageId, split, label)."
                    + " Of the others: imageId, and where known split, label, reason, detail,"
                    + " partition, offset.")
        List<? extends Finding> findings,
    Map<Integer, Long> indexOffsets,
    Map<Integer, Long> splitsOffsets) {
  static FindingsPage of(Observation observed, FindingKind kind, int offset, int limit) {
    List<? extends Finding> all = new Findings(observed.inventory()).of(kind);
    int from = Math.min(offset, all.size());
    return new FindingsPage(
        observed.inventory().dataset(),
        kind,
        all.size(),
        offset,
        limit,
        all.subList(from, Math.min(from + limit, all.size())),
        observed.indexOffsets().next(),
        observed.splitsOffsets().next());
  }
}

package io.streamsight.ingest.dataset;

import io.streamsight.contract.dataset.Inventory;
import io.streamsight.contract.log.Offsets;

/**
 * A data set, and of which prefixes of the log it is the fold.
 *
 * @param indexOffsets of {@code image-index}
 * @param splitsOffsets of {@code image-splits}
 */
record Observation(Inventory inventory, Offsets indexOffsets, Offsets splitsOffsets) {}

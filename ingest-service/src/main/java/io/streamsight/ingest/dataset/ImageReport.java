package io.streamsight.ingest.dataset;

import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.Split;

/**
 * What the log says of an image in a data set.
 *
 * @param split null when it was withdrawn
 * @param label null when it was withdrawn
 * @param image what the index says of it; null when it says nothing (yet)
 */
public record ImageReport(
    String dataset,
    String imageId,
    Split split,
    String label,
    boolean withdrawn,
    IndexRecord image) {}

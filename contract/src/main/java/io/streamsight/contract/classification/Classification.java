package io.streamsight.contract.classification;

import java.util.List;
import java.util.Map;

/**
 * The value of {@code classifications}: what a model says of one image.
 *
 * @param imageId the request's key as text; absent when it had none
 * @param label the one with the highest score
 * @param scores by label in the model's order; they sum to 1
 * @param datasetDigest of the data that the model learned from
 * @param queueMs from the request's timestamp to the start of decoding
 * @param device {@code cpu} or {@code cuda}: what was really used
 * @param activationMap by label in the model's order, rows from top to bottom {@code [h][w]}: what
 *     each part of the image adds to the label's logit, to 4 significant digits; absent unless the
 *     request asked for it
 */
public record Classification(
    String imageId,
    String label,
    Map<String, Float> scores,
    String model,
    int version,
    String datasetDigest,
    double queueMs,
    double decodeMs,
    double computeMs,
    String device,
    Map<String, List<List<Float>>> activationMap) {}

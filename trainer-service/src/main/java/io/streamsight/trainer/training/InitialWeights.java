package io.streamsight.trainer.training;

import java.util.Map;

/**
 * What fine-tuning starts with.
 *
 * @param values by path, statistics included
 * @param newHead whether the last layer starts afresh though it would fit: the labels are others
 */
public record InitialWeights(Map<String, float[]> values, boolean newHead) {}

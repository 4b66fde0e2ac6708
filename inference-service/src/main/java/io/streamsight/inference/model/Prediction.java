package io.streamsight.inference.model;

/**
 * What a model computed for n images, row by row.
 *
 * @param scores {@code [n, classes]}
 * @param map {@code [n, classes, h, w]}; null when it was not asked for
 */
public record Prediction(float[] scores, float[] map) {}

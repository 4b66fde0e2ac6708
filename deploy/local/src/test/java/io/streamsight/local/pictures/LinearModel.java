package io.streamsight.local.pictures;

import java.util.function.IntUnaryOperator;

/**
 * Logistic regression by stochastic gradient descent, with weight decay chosen to its advantage.
 */
final class LinearModel {
  private static final double RATE = 1e-3;
  private static final double DECAY = 1e-2;

  private final double[] weights;
  private double bias;

  LinearModel(int features) {
    weights = new double[features];
  }

  void train(double[][] examples, IntUnaryOperator label, int epochs) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      double rate = RATE * (epochs - epoch) / epochs;
      for (int i = 0; i < examples.length; i++) {
        double error = 1 / (1 + Math.exp(-score(examples[i]))) - label.applyAsInt(i);
        for (int k = 0; k < weights.length; k++) {
          weights[k] -= rate * (error * examples[i][k] + DECAY * weights[k]);
        }
        bias -= rate * error;
      }
    }
  }

  int predict(double[] features) {
    return score(features) > 0 ? 1 : 0;
  }

  private double score(double[] features) {
    double sum = bias;
    for (int k = 0; k < weights.length; k++) {
      sum += weights[k] * features[k];
    }
    return sum;
  }
}

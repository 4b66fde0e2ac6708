package io.streamsight.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;

/**
 * gamma * (x - mean) / sqrt(variance + 1e-3) + beta for each channel of {@code [N, C, H, W]}. In
 * training mean and variance are the batch's, and the running ones move towards them: running =
 * momentum * running + (1 - momentum) * batch, the variance unbiased, as Keras's fused layer does.
 */
public final class BatchNormalization extends Layer {
  /** Keras's default. */
  public static final float EPSILON = 1e-3f;

  /** Keras's default. */
  public static final float MOMENTUM = 0.99f;

  private final Parameter gamma = parameter("gamma", Parameter.Type.GAMMA);
  private final Parameter beta = parameter("beta", Parameter.Type.BETA);
  private final Parameter mean = parameter("mean", Parameter.Type.RUNNING_MEAN);
  private final Parameter variance = parameter("variance", Parameter.Type.RUNNING_VAR);
  private float momentum = MOMENTUM;

  /** 0 to 1; k / (k + 1) for the k-th batch, from 0, makes the running values a plain average. */
  void setMomentum(float momentum) {
    this.momentum = momentum;
  }

  @Override
  public Shape outputShape(Shape shape) {
    return shape;
  }

  @Override
  protected void prepare(Shape[] inputShapes) {
    Shape channels = new Shape(inputShapes[0].get(1));
    for (Parameter parameter : parameters.values()) {
      parameter.setShape(channels);
    }
  }

  @Override
  protected NDArray apply(ParameterStore store, NDArray input, boolean training) {
    return BatchNorm.batchNorm(
            input,
            store.getValue(mean, input.getDevice(), training),
            store.getValue(variance, input.getDevice(), training),
            store.getValue(gamma, input.getDevice(), training),
            store.getValue(beta, input.getDevice(), training),
            -1, // the engine's own channel axis: any other value costs two transpositions
            momentum,
            EPSILON,
            training)
        .singletonOrThrow();
  }
}

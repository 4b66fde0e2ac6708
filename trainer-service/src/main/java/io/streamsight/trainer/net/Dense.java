package io.streamsight.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;

/** x W' + b, {@code [N, C]} to {@code [N, units]}; weights {@code [units, C]}, Glorot uniform. */
public final class Dense extends Layer {
  private final int units;
  private final Parameter weight = parameter("weight", Parameter.Type.WEIGHT);
  private final Parameter bias = parameter("bias", Parameter.Type.BIAS);

  public Dense(int units) {
    this.units = units;
  }

  public int units() {
    return units;
  }

  @Override
  public Shape outputShape(Shape shape) {
    return new Shape(shape.get(0), units);
  }

  @Override
  protected void prepare(Shape[] inputShapes) {
    long inputs = inputShapes[0].get(1);
    weight.setShape(new Shape(units, inputs));
    weight.setInitializer(glorotUniform(inputs, units));
    bias.setShape(new Shape(units));
  }

  @Override
  protected NDArray apply(ParameterStore store, NDArray input, boolean training) {
    return Linear.linear(
            input,
            store.getValue(weight, input.getDevice(), training),
            store.getValue(bias, input.getDevice(), training))
        .singletonOrThrow();
  }
}

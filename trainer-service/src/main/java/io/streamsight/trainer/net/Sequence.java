package io.streamsight.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Layers, one after another, each with a name that becomes part of its parameters' paths. */
public final class Sequence extends Layer {
  private final Map<String, Layer> layers = new LinkedHashMap<>();

  public Sequence add(String name, Layer layer) {
    if (layers.putIfAbsent(name, layer) != null) {
      throw new IllegalArgumentException("two layers named '%s'".formatted(name));
    }
    addChildBlock(name, layer);
    return this;
  }

  /** In order. */
  public Map<String, Layer> layers() {
    return Collections.unmodifiableMap(layers);
  }

  /** Null without any. */
  Layer last() {
    Layer last = null;
    for (Layer layer : layers.values()) {
      last = layer;
    }
    return last;
  }

  @Override
  public Shape outputShape(Shape shape) {
    for (Layer layer : layers.values()) {
      shape = layer.outputShape(shape);
    }
    return shape;
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    Shape shape = inputShapes[0];
    for (Layer layer : layers.values()) {
      layer.initialize(manager, type, shape);
      shape = layer.outputShape(shape);
    }
  }

  @Override
  protected NDArray apply(ParameterStore store, NDArray input, boolean training) {
    NDArray output = input;
    for (Layer layer : layers.values()) {
      NDArray next = run(layer, store, output, training);
      if (output != input && output != next) {
        // It would stay until the step ends.
        output.close();
      }
      output = next;
    }
    return output;
  }
}

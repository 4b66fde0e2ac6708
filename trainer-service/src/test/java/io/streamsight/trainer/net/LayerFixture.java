package io.streamsight.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Single layers, run with weights that the test sets. */
abstract class LayerFixture {
  NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
    Net.forgetGradients();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  NDArray run(Layer layer, NDArray input, boolean training) {
    initialize(layer, input);
    ParameterStore store = new ParameterStore(manager, false);
    return layer.forward(store, new NDList(input), training).singletonOrThrow();
  }

  void set(Layer layer, NDArray input, String path, float... values) {
    initialize(layer, input);
    layer.parametersByPath().get(path).getArray().set(values);
  }

  static float[] get(Layer layer, String path) {
    return layer.parametersByPath().get(path).getArray().toFloatArray();
  }

  private void initialize(Layer layer, NDArray input) {
    if (!layer.isInitialized()) {
      layer.initialize(manager, DataType.FLOAT32, input.getShape());
    }
  }
}

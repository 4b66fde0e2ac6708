package io.streamsight.trainer.onnx;

import ai.djl.ndarray.types.Shape;

/**
 * Which part of a class's logit each cell of the last picture gives: the dense layer's weights
 * times the cell's features, summed over the features only. All cells and the bias make the logit.
 *
 * @param features name of the picture {@code [N, C, height, width]}
 * @param flattened whether the dense layer has weights of its own for each cell, or sees their mean
 */
record ActivationMap(String features, long channels, long height, long width, boolean flattened) {

  /** For a dense layer after global average pooling. */
  static ActivationMap ofMean(String features, Shape shape) {
    return new ActivationMap(features, shape.get(1), shape.get(2), shape.get(3), false);
  }

  /** For a dense layer after a flattening. */
  static ActivationMap ofCells(String features, Shape shape) {
    return new ActivationMap(features, shape.get(1), shape.get(2), shape.get(3), true);
  }

  /**
   * Adds the output {@link OnnxExporter#ACTIVATION_MAP}.
   *
   * @param dense path of the layer
   */
  void write(OnnxGraph graph, String dense, int units) {
    String name = units == 1 ? dense + ".map" : OnnxExporter.ACTIVATION_MAP;
    String map = flattened ? perCell(graph, dense, units, name) : shared(graph, dense, units, name);
    if (units == 1) {
      OnnxExporter.withNegative(graph, OnnxExporter.ACTIVATION_MAP, map);
    }
  }

  /** A 1x1 convolution, each cell by its share of the mean. */
  private String shared(OnnxGraph graph, String dense, int units, String name) {
    String shape = graph.integers(dense + ".kernel_shape", units, channels, 1, 1);
    String kernel = graph.node("Reshape", dense + ".kernel", dense + ".weight", shape).add();
    String cells = graph.node("Conv", dense + ".cells", features, kernel).add();
    String share = graph.scalar(dense + ".share", 1f / (height * width));
    return graph.node("Mul", name, cells, share).add();
  }

  /** {@code [N, 1, C, h, w]} times {@code [units, C, h, w]}, summed over the channels. */
  private String perCell(OnnxGraph graph, String dense, int units, String name) {
    String shape = graph.integers(dense + ".kernel_shape", units, channels, height, width);
    String kernel = graph.node("Reshape", dense + ".kernel", dense + ".weight", shape).add();
    String one = graph.integers(dense + ".units_axis", 1);
    String pictures = graph.node("Unsqueeze", dense + ".features", features, one).add();
    String parts = graph.node("Mul", dense + ".parts", pictures, kernel).add();
    String channelAxis = graph.integers(dense + ".channels_axis", 2);
    return graph.node("ReduceSum", name, parts, channelAxis).integer("keepdims", 0).add();
  }
}

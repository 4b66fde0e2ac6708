package io.streamsight.trainer.onnx;

import ai.djl.ndarray.types.Shape;
import io.streamsight.trainer.net.BatchNormalization;
import io.streamsight.trainer.net.Convolution;
import io.streamsight.trainer.net.Dense;
import io.streamsight.trainer.net.Dropout;
import io.streamsight.trainer.net.Flatten;
import io.streamsight.trainer.net.GlobalAveragePooling;
import io.streamsight.trainer.net.Layer;
import io.streamsight.trainer.net.MaxPooling;
import io.streamsight.trainer.net.Padding;
import io.streamsight.trainer.net.Relu;
import io.streamsight.trainer.net.Residual;
import io.streamsight.trainer.net.SeparableConvolution;
import io.streamsight.trainer.net.Sequence;
import java.util.Map;

/**
 * Writes layers as nodes, each kind in one place. A node, and the tensor that it makes, has the
 * layer's path as its name: {@code block1.branch.norm1}.
 */
final class LayerWriter {
  private final OnnxGraph graph;

  /** The picture's shape where the walk is. */
  private Shape shape;

  /** Of the picture that the dense layer reads. */
  private ActivationMap activationMap;

  /**
   * @param graph has the layers' parameters, by path
   * @param shape of the first layer's input
   */
  LayerWriter(OnnxGraph graph, Shape shape) {
    this.graph = graph;
    this.shape = shape;
  }

  /** Null before a layer that ends the pictures has been written. */
  ActivationMap activationMap() {
    return activationMap;
  }

  /**
   * @param path of the layer, which its parameters' names start with
   * @return the name of the layer's output
   */
  String write(String path, Layer layer, String x) {
    Shape output = layer.outputShape(shape);
    String y;
    if (layer instanceof Sequence sequence) {
      y = writeSequence(path, sequence, x);
    } else if (layer instanceof Residual residual) {
      y = writeResidual(path, residual, x);
    } else if (layer instanceof SeparableConvolution separable) {
      String depthwise = write(path + ".depthwise", separable.depthwise(), x);
      y = write(path + ".pointwise", separable.pointwise(), depthwise);
    } else if (layer instanceof Convolution convolution) {
      y = writeConvolution(path, convolution, x);
    } else if (layer instanceof BatchNormalization) {
      y = writeNorm(path, x);
    } else if (layer instanceof Relu) {
      y = graph.node("Relu", path, x).add();
    } else if (layer instanceof MaxPooling pooling) {
      y = writePooling(path, pooling, x);
    } else if (layer instanceof GlobalAveragePooling) {
      activationMap = ActivationMap.ofMean(x, shape);
      String mean = graph.node("GlobalAveragePool", path + ".mean", x).add();
      y = graph.node("Flatten", path, mean).integer("axis", 1).add();
    } else if (layer instanceof Flatten) {
      activationMap = ActivationMap.ofCells(x, shape);
      y = graph.node("Flatten", path, x).integer("axis", 1).add();
    } else if (layer instanceof Dropout) {
      y = x;
    } else if (layer instanceof Dense dense) {
      activationMap.write(graph, path, dense.units());
      y = graph.node("Gemm", path, x, path + ".weight", path + ".bias").integer("transB", 1).add();
    } else {
      throw new IllegalStateException("no ONNX for " + layer.getClass());
    }
    shape = output;
    return y;
  }

  private String writeSequence(String path, Sequence sequence, String x) {
    String prefix = path.isEmpty() ? "" : path + ".";
    for (Map.Entry<String, Layer> entry : sequence.layers().entrySet()) {
      x = write(prefix + entry.getKey(), entry.getValue(), x);
    }
    return x;
  }

  private String writeResidual(String path, Residual residual, String x) {
    Shape before = shape;
    String branch = write(path + ".branch", residual.branch(), x);
    shape = before;
    String shortcut =
        residual.projection().map(layer -> write(path + ".projection", layer, x)).orElse(x);
    return graph.node("Add", path, branch, shortcut).add();
  }

  private String writeConvolution(String path, Convolution convolution, String x) {
    OnnxGraph.Node node =
        convolution.hasBias()
            ? graph.node("Conv", path, x, path + ".weight", path + ".bias")
            : graph.node("Conv", path, x, path + ".weight");
    return node.integers("kernel_shape", convolution.kernel(), convolution.kernel())
        .integers("strides", convolution.stride(), convolution.stride())
        .integers(
            "pads", pads(convolution.padding(shape.get(2)), convolution.padding(shape.get(3))))
        .integer("group", convolution.groups(shape.get(1)))
        .add();
  }

  private String writePooling(String path, MaxPooling pooling, String x) {
    return graph
        .node("MaxPool", path, x)
        .integers("kernel_shape", pooling.kernel(), pooling.kernel())
        .integers("strides", pooling.stride(), pooling.stride())
        .integers("pads", pads(pooling.padding(shape.get(2)), pooling.padding(shape.get(3))))
        .add();
  }

  private String writeNorm(String path, String x) {
    return graph
        .node(
            "BatchNormalization",
            path,
            x,
            path + ".gamma",
            path + ".beta",
            path + ".mean",
            path + ".variance")
        .real("epsilon", BatchNormalization.EPSILON)
        .add();
  }

  private static long[] pads(Padding rows, Padding columns) {
    return new long[] {rows.begin(), columns.begin(), rows.end(), columns.end()};
  }
}

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
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.net.Padding;
import io.streamsight.trainer.net.Relu;
import io.streamsight.trainer.net.Residual;
import io.streamsight.trainer.net.SeparableConvolution;
import io.streamsight.trainer.net.Sequence;
import java.util.Map;
import java.util.SortedMap;
import onnx.Onnx.TensorProto.DataType;

/**
 * Writes a net as an ONNX file, weights by parameter path, batch norm unfolded. Input {@code image}
 * uint8 {@code [N, size, size, 3]}; outputs {@code scores [N, classes]} and {@code activation_map
 * [N, classes, h, w]}, whose sum over h and w plus the bias is the class's logit (with two classes
 * z for the second and -z for the first). The same net and metadata give the same bytes.
 */
public final class OnnxExporter {
  public static final String INPUT = "image";
  public static final String SCORES = "scores";
  public static final String ACTIVATION_MAP = "activation_map";

  private static final String N = "N";

  private final Net net;
  private final OnnxGraph graph = new OnnxGraph();

  /** The picture's shape where the walk is. */
  private Shape shape;

  /** Of the picture that the dense layer reads. */
  private ActivationMap activationMap;

  private OnnxExporter(Net net) {
    this.net = net;
    shape = net.inputShape(1);
  }

  /**
   * @param metadata becomes {@code metadata_props}, in its order
   */
  public static byte[] export(Net net, SortedMap<String, String> metadata) {
    OnnxExporter exporter = new OnnxExporter(net);
    exporter.writeGraph();
    return exporter.graph.toModel(net.architecture().name(), metadata);
  }

  private void writeGraph() {
    int size = net.architecture().imageSize();
    graph.input(INPUT, DataType.UINT8, N, size, size, 3);
    net.parameters().forEach((path, parameter) -> graph.initializer(path, parameter.getArray()));
    String x = graph.node("Cast", "pixels", INPUT).integer("to", DataType.FLOAT_VALUE).add();
    x = graph.node("Transpose", "channels_first", x).integers("perm", 0, 3, 1, 2).add();
    x = graph.node("Mul", "scaled", x, graph.scalar("scale", Net.SCALE)).add();
    String logits = write("", net.layers(), x);
    int classes = net.architecture().classes();
    writeScores(logits);
    graph.output(SCORES, N, classes);
    graph.output(ACTIVATION_MAP, N, classes, activationMap.height(), activationMap.width());
  }

  private void writeScores(String logits) {
    if (net.architecture().units() == 1) {
      String both = withNegative("logits", logits);
      graph.node("Sigmoid", SCORES, both).add();
    } else {
      graph.node("Softmax", SCORES, logits).integer("axis", 1).add();
    }
  }

  /** Two classes from one unit: the first is minus the second. */
  private String withNegative(String name, String second) {
    String first = graph.node("Neg", name + ".negative", second).add();
    return graph.node("Concat", name + ".both", first, second).integer("axis", 1).add();
  }

  /**
   * @param path of the layer, which its parameters' names start with
   * @return the name of the layer's output
   */
  private String write(String path, Layer layer, String x) {
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
      y =
          graph
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
    } else if (layer instanceof Dense) {
      activationMap.write(graph, path, net.architecture().units());
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

  private static long[] pads(Padding rows, Padding columns) {
    return new long[] {rows.begin(), columns.begin(), rows.end(), columns.end()};
  }
}

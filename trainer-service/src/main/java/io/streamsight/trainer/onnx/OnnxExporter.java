package io.streamsight.trainer.onnx;

import io.streamsight.trainer.net.Net;
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

  private OnnxExporter() {}

  /**
   * @param metadata becomes {@code metadata_props}, in its order
   */
  public static byte[] export(Net net, SortedMap<String, String> metadata) {
    OnnxGraph graph = new OnnxGraph();
    int size = net.architecture().imageSize();
    int classes = net.architecture().classes();
    graph.input(INPUT, DataType.UINT8, N, size, size, 3);
    net.parameters().forEach((path, parameter) -> graph.initializer(path, parameter.getArray()));
    LayerWriter layers = new LayerWriter(graph, net.inputShape(1));
    String logits = layers.write("", net.layers(), writeScaling(graph));
    writeScores(graph, logits, net.architecture().units());
    ActivationMap map = layers.activationMap();
    graph.output(SCORES, N, classes);
    graph.output(ACTIVATION_MAP, N, classes, map.height(), map.width());
    return graph.toModel(net.architecture().name(), metadata);
  }

  /** Bytes {@code [N, size, size, 3]} to floats {@code [N, 3, size, size]}, 0 to 1. */
  private static String writeScaling(OnnxGraph graph) {
    String floats = graph.node("Cast", "pixels", INPUT).integer("to", DataType.FLOAT_VALUE).add();
    String picture =
        graph.node("Transpose", "channels_first", floats).integers("perm", 0, 3, 1, 2).add();
    return graph.node("Mul", "scaled", picture, graph.scalar("scale", Net.SCALE)).add();
  }

  private static void writeScores(OnnxGraph graph, String logits, int units) {
    if (units == 1) {
      graph.node("Sigmoid", SCORES, withNegative(graph, "logits", logits)).add();
    } else {
      graph.node("Softmax", SCORES, logits).integer("axis", 1).add();
    }
  }

  /**
   * Two classes from one unit: the first is minus the second.
   *
   * @return {@code name}
   */
  static String withNegative(OnnxGraph graph, String name, String second) {
    String first = graph.node("Neg", name + ".negative", second).add();
    return graph.node("Concat", name, first, second).integer("axis", 1).add();
  }
}

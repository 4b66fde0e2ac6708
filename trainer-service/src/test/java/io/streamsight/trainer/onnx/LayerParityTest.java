package io.streamsight.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.BatchNormalization;
import io.streamsight.trainer.net.Convolution;
import io.streamsight.trainer.net.Dense;
import io.streamsight.trainer.net.Dropout;
import io.streamsight.trainer.net.Flatten;
import io.streamsight.trainer.net.GlobalAveragePooling;
import io.streamsight.trainer.net.Layer;
import io.streamsight.trainer.net.MaxPooling;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.net.Relu;
import io.streamsight.trainer.net.Residual;
import io.streamsight.trainer.net.SeparableConvolution;
import io.streamsight.trainer.net.Sequence;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import onnx.Onnx.TensorProto;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of layer, alone in a file of its own, training engine against ONNX Runtime. */
class LayerParityTest {
  /** Of the largest value: float32 sums in another order; 1.1e-6 was the most. */
  private static final float TOLERANCE = 1e-5f;

  @TempDir Path folder;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
    Net.forgetGradients();
    Net.seed(1);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Arguments> layers() {
    return Stream.of(
        Arguments.of("valid, 5x5", 3, Convolution.valid(16, 5)),
        Arguments.of("valid, 3x3, bias", 16, Convolution.valid(32, 3).withBias()),
        Arguments.of("same, 3x3, bias", 3, Convolution.same(16, 3, 1).withBias()),
        Arguments.of("same, 3x3, stride 2", 16, Convolution.same(16, 3, 2)),
        Arguments.of("1x1, stride 2, few channels", 3, Convolution.same(16, 1, 2).withBias()),
        Arguments.of("1x1, stride 2, many channels", 320, Convolution.same(512, 1, 2)),
        Arguments.of("depthwise", 16, Convolution.depthwise(3)),
        Arguments.of("separable", 16, new SeparableConvolution(32, 3)),
        Arguments.of("batch norm", 16, new BatchNormalization()),
        Arguments.of("ReLU", 16, new Relu()),
        Arguments.of("pooling, same, 3x3", 16, MaxPooling.same(3, 2)),
        Arguments.of("pooling, same, 2x2", 16, MaxPooling.same(2, 2)),
        Arguments.of("pooling, valid, 2x2", 16, MaxPooling.valid(2, 2)),
        Arguments.of("mean, dropout, dense", 16, head(new GlobalAveragePooling(), 1)),
        Arguments.of("cells, dropout, dense", 16, head(new Flatten(), 10)),
        Arguments.of(
            "residual with projection",
            16,
            new Residual(
                new Sequence()
                    .add("norm", new BatchNormalization())
                    .add("separable", new SeparableConvolution(32, 3))
                    .add("pooling", MaxPooling.same(3, 2)),
                Convolution.same(32, 1, 2))),
        Arguments.of(
            "residual without projection",
            16,
            new Residual(new Sequence().add("conv", Convolution.same(16, 3, 1)))));
  }

  private static Layer head(Layer pooling, int units) {
    return new Sequence()
        .add("pooling", pooling)
        .add("dropout", new Dropout(0.5f))
        .add("dense", new Dense(units));
  }

  /** Height and width differ, so that they can't be mistaken for each other. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void shouldComputeRandomWeightsAlike(String kind, int channels, Layer layer) throws OrtException {
    layer.initialize(manager, DataType.FLOAT32, new Shape(1, channels, 7, 10));
    LivelyNet.shake(layer.parametersByPath());
    for (int n : new int[] {1, 5}) {
      requireParity(layer, new Shape(n, channels, 7, 10));
    }
    requireParity(layer, new Shape(2, channels, 10, 7));
  }

  @ParameterizedTest
  @MethodSource("io.streamsight.trainer.onnx.Nets#all")
  void shouldComputeEachBlockOfATrainedNetAlike(Architecture architecture)
      throws IOException, OrtException {
    try (Net net = TrainedNet.of(architecture, folder)) {
      Shape shape = net.inputShape(3);
      int blocks = 0;
      for (Map.Entry<String, Layer> entry : net.layers().layers().entrySet()) {
        if (entry.getKey().matches("conv|block.")) {
          requireParity(entry.getValue(), shape);
          blocks++;
        }
        shape = entry.getValue().outputShape(shape);
      }
      assertThat(blocks).isGreaterThanOrEqualTo(architecture.blocks());
    }
  }

  private void requireParity(Layer layer, Shape shape) throws OrtException {
    try (NDManager scratch = manager.newSubManager()) {
      // Channels last in memory, as a net feeds them.
      NDArray x =
          scratch
              .randomNormal(new Shape(shape.get(0), shape.get(2), shape.get(3), shape.get(1)))
              .transpose(0, 3, 1, 2);
      ParameterStore store = new ParameterStore(scratch, false);
      NDArray y = layer.forward(store, new NDList(x), false).singletonOrThrow();
      assertThat(y.getShape()).isEqualTo(layer.outputShape(shape));
      float[] expected = y.toFloatArray();
      float[] actual = run(export(layer, shape), x.toFloatArray(), shape);
      assertThat(actual).hasSameSizeAs(expected);
      float largest = 0;
      float difference = 0;
      for (int i = 0; i < expected.length; i++) {
        largest = Math.max(largest, Math.abs(expected[i]));
        difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
      }
      assertThat(difference / largest).isLessThan(TOLERANCE);
    }
  }

  private static byte[] export(Layer layer, Shape shape) {
    OnnxGraph graph = new OnnxGraph();
    graph.input("x", TensorProto.DataType.FLOAT, "N", shape.get(1), shape.get(2), shape.get(3));
    for (Map.Entry<String, Parameter> parameter : layer.parametersByPath().entrySet()) {
      String path = parameter.getKey();
      graph.initializer("layer." + path, parameter.getValue().getArray());
    }
    String y = new LayerWriter(graph, shape).write("layer", layer, "x");
    Object[] dimensions = Arrays.stream(layer.outputShape(shape).getShape()).boxed().toArray();
    dimensions[0] = "N";
    graph.output(y, dimensions);
    return graph.toModel("layer", new TreeMap<>());
  }

  private static float[] run(byte[] onnx, float[] x, Shape shape) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(onnx);
        OnnxTensor input =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), shape.getShape());
        OrtSession.Result result = session.run(Map.of("x", input))) {
      FloatBuffer y = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] values = new float[y.remaining()];
      y.get(values);
      return values;
    }
  }
}

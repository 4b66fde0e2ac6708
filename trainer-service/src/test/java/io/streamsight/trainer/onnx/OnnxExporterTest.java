package io.streamsight.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Flatten;
import io.streamsight.trainer.net.GlobalAveragePooling;
import io.streamsight.trainer.net.Layer;
import io.streamsight.trainer.net.Net;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import onnx.Onnx.ModelProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxExporterTest {
  /** Two engines sum float32 in other orders; that is some 1e-6 on a score, a wrong graph 1e-2. */
  private static final float TOLERANCE = 1e-4f;

  private static final SortedMap<String, String> METADATA =
      new TreeMap<>(Map.of("streamsight.labels", "[\"cat\",\"dog\"]", "streamsight.runId", "r1"));

  private static final int N = 12;

  @ParameterizedTest(name = "{0}, {1} px, {2} classes, {3} filters, {4} blocks")
  @CsvSource({
    "mini-xception, 24, 2, 16, 2", // even sizes at both poolings
    "mini-xception, 27, 2, 16, 3", // odd and even
    "mini-xception, 25, 10, 16, 2", // odd, softmax
    "mini-xception, 48, 2, 32, 5", // the reference, small pictures
    "residual-convnet, 32, 2, 32, 3", // the book's
    "residual-convnet, 27, 10, 16, 3", // odd sizes: a cell of padding in each pooling
    "residual-convnet, 16, 3, 16, 1", // no pooling: the projection has no stride
    "baseline-convnet, 78, 2, 16, 5", // the smallest: one cell is left
    "baseline-convnet, 39, 10, 16, 4", // poolings leave cells out
  })
  void shouldScoreAndMapInOnnxRuntimeAsInTheTrainingEngine(
      String name, int size, int classes, int width, int blocks) {
    ByteBuffer pixels = LivelyNet.pictures(N, size);
    Architecture architecture = new Architecture(name, size, classes, width, blocks);
    try (Net net = LivelyNet.of(architecture, pixels, N);
        OnnxModel model = OnnxModel.load(OnnxExporter.export(net, METADATA), 1)) {
      float[][] logits = net.logits(pixels, N);
      OnnxModel.Output output = model.run(pixels, N);
      float[][] scores = output.scores();
      for (int i = 0; i < N; i++) {
        assertThat(scores[i]).containsExactly(softScores(logits[i]), within(TOLERANCE));
      }
      assertThat(spread(scores)).as("scores differ between pictures").isGreaterThan(0.3);
      assertThat(model.scores(pixels, N)).isDeepEqualTo(scores);

      OnnxModel.Output alone = model.run(pixels, 1);
      assertThat(alone.scores()).hasDimensions(1, classes);
      assertThat(alone.scores()[0]).containsExactly(scores[0], within(TOLERANCE));
      requireMaps(net, pixels, logits, output.activationMap());
    }
  }

  /** Every cell by its definition, and the sum, which with the bias is the logit. */
  private static void requireMaps(
      Net net, ByteBuffer pixels, float[][] logits, float[][][][] maps) {
    float[] weight = net.values().get("dense.weight");
    float[] bias = net.values().get("dense.bias");
    int classes = net.architecture().classes();
    try (NDManager scratch = net.manager().newSubManager()) {
      Features features = Features.of(net, net.input(scratch, pixels, N));
      assertThat(maps).hasNumberOfRows(N);
      for (int i = 0; i < N; i++) {
        assertThat(maps[i]).hasNumberOfRows(classes);
        for (int c = 0; c < classes; c++) {
          assertThat(maps[i][c]).hasDimensions(features.height, features.width);
          // Two classes share a unit: the first class's logit is minus the unit's.
          float sign = classes == 2 && c == 0 ? -1 : 1;
          int unit = classes == 2 ? 0 : c;
          double sum = sign * bias[unit];
          for (int y = 0; y < features.height; y++) {
            for (int x = 0; x < features.width; x++) {
              assertThat((double) maps[i][c][y][x])
                  .isCloseTo(sign * features.part(i, weight, unit, y, x), within(1e-4));
              sum += maps[i][c][y][x];
            }
          }
          // Logits are up to 10: float32 sums of some thousand products agree to 1e-4 of that.
          assertThat(sum).isCloseTo(sign * logits[i][unit], within(1e-3));
        }
      }
    }
  }

  /** What the dense layer sees, {@code [n, channels, height, width]}. */
  private record Features(float[] values, int channels, int height, int width, boolean flattened) {
    static Features of(Net net, NDArray input) {
      NDArray x = input;
      ParameterStore store = new ParameterStore(net.manager(), false);
      for (Layer layer : net.layers().layers().values()) {
        if (layer instanceof Flatten || layer instanceof GlobalAveragePooling) {
          long[] shape = x.getShape().getShape();
          return new Features(
              x.toFloatArray(),
              (int) shape[1],
              (int) shape[2],
              (int) shape[3],
              layer instanceof Flatten);
        }
        x = layer.forward(store, new NDList(x), false).singletonOrThrow();
      }
      throw new AssertionError("no dense layer");
    }

    double part(int picture, float[] weight, int unit, int y, int x) {
      double part = 0;
      for (int c = 0; c < channels; c++) {
        int cell = (c * height + y) * width + x;
        double w =
            flattened
                ? weight[unit * channels * height * width + cell]
                : weight[unit * channels + c] / (height * width);
        part += w * values[picture * channels * height * width + cell];
      }
      return part;
    }
  }

  @Test
  void shouldWriteTheSameBytesTwice() {
    Architecture architecture = new Architecture(Architecture.MINI_XCEPTION, 24, 2, 16, 2);
    try (Net net = Net.create(architecture, 1);
        Net same = Net.create(architecture, 1)) {
      byte[] onnx = OnnxExporter.export(net, METADATA);
      assertThat(OnnxExporter.export(net, METADATA)).isEqualTo(onnx);
      assertThat(OnnxExporter.export(same, METADATA)).isEqualTo(onnx);
    }
  }

  @Test
  void shouldCarryMetadataAndEveryParameterByName() throws IOException {
    try (Net net = Net.create(new Architecture(Architecture.MINI_XCEPTION, 24, 2, 16, 2), 1)) {
      byte[] onnx = OnnxExporter.export(net, METADATA);
      ModelProto model = ModelProto.parseFrom(onnx);
      assertThat(model.getIrVersion()).isEqualTo(8);
      assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
      assertThat(model.getGraph().getInitializerList().stream().map(t -> t.getName()))
          .doesNotHaveDuplicates()
          .containsAll(net.parameters().keySet());
      try (OnnxModel loaded = OnnxModel.load(onnx, 1)) {
        assertThat(loaded.metadata()).isEqualTo(METADATA);
      }
    }
  }

  /** By how much the pictures differ in the class in which they differ most. */
  private static double spread(float[][] scores) {
    double spread = 0;
    for (int c = 0; c < scores[0].length; c++) {
      double least = 1;
      double most = 0;
      for (float[] picture : scores) {
        least = Math.min(least, picture[c]);
        most = Math.max(most, picture[c]);
      }
      spread = Math.max(spread, most - least);
    }
    return spread;
  }

  /** Sigmoid of (-z, z), or softmax. */
  private static float[] softScores(float[] logits) {
    float[] z = logits.length == 1 ? new float[] {0, logits[0]} : logits;
    double sum = 0;
    for (float v : z) {
      sum += Math.exp(v);
    }
    float[] scores = new float[z.length];
    for (int i = 0; i < z.length; i++) {
      scores[i] = (float) (Math.exp(z[i]) / sum);
    }
    return scores;
  }
}

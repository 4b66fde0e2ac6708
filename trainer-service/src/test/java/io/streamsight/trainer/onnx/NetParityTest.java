package io.streamsight.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Net;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole nets, training engine against ONNX Runtime, which fuses layers as it does in service. */
class NetParityTest {
  /**
   * Float32 sums in another order. The parts that make a random net's logits cancel each other, and
   * are up to a hundred times as large: 1.4e-5 was the most.
   */
  private static final float RANDOM = 1e-4f;

  /**
   * A trained net's parts are of its logits' size: 1.8e-7 was the most here. The demo's net, of
   * more steps, came to 1.2e-6, and other processors round otherwise.
   */
  private static final float TRAINED = 1e-5f;

  /** Else every net, and every wrong one, would say the same. */
  private static final float SPREAD = 1e-3f;

  private static final int N = 12;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.streamsight.trainer.onnx.Nets#all")
  void shouldScoreRandomWeightsAlike(Architecture architecture) {
    ByteBuffer pixels = LivelyNet.pictures(N, architecture.imageSize());
    try (Net net = LivelyNet.of(architecture, pixels, N)) {
      requireParity(net, pixels, RANDOM);
    }
  }

  @ParameterizedTest
  @MethodSource("io.streamsight.trainer.onnx.Nets#all")
  void shouldScoreTrainedWeightsAlike(Architecture architecture) throws IOException {
    ByteBuffer pixels = TrainedNet.pictures(architecture, folder, N);
    try (Net net = TrainedNet.of(architecture, folder)) {
      requireParity(net, pixels, TRAINED);
    }
  }

  /** Many pictures at once, and one. */
  private static void requireParity(Net net, ByteBuffer pixels, float tolerance) {
    try (OnnxModel model = OnnxModel.load(OnnxExporter.export(net, new TreeMap<>()), 1)) {
      float[][] scores = model.scores(pixels, N);
      requireEqual(scores, net.logits(pixels, N), tolerance);
      requireEqual(model.scores(pixels, 1), net.logits(pixels, 1), tolerance);
      assertThat(spread(scores)).isGreaterThan(SPREAD);
    }
  }

  private static void requireEqual(float[][] scores, float[][] logits, float tolerance) {
    assertThat(scores).hasNumberOfRows(logits.length);
    for (int i = 0; i < scores.length; i++) {
      assertThat(scores[i]).containsExactly(softScores(doubles(logits[i])), within(tolerance));
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

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** Sigmoid of (-z, z), or softmax. */
  static float[] softScores(double[] logits) {
    double[] z = logits.length == 1 ? new double[] {0, logits[0]} : logits;
    double sum = Arrays.stream(z).map(Math::exp).sum();
    float[] scores = new float[z.length];
    for (int i = 0; i < z.length; i++) {
      scores[i] = (float) (Math.exp(z[i]) / sum);
    }
    return scores;
  }
}

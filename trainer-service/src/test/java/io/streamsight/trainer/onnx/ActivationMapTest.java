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

/** ONNX Runtime's activation maps against float64 loops in plain Java. */
class ActivationMapTest {
  /** Of what a map's cells sum up to: float32 sums in another order; 1.4e-6 was the most. */
  private static final double PRECISION = 1e-5;

  private static final int N = 12;

  /** The loops take their time. */
  private static final int CHECKED = 3;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("io.streamsight.trainer.onnx.Nets#all")
  void shouldShareOutTheLogitsOfRandomWeights(Architecture architecture) {
    ByteBuffer pixels = LivelyNet.pictures(N, architecture.imageSize());
    try (Net net = LivelyNet.of(architecture, pixels, N)) {
      requireMaps(net, pixels);
    }
  }

  @ParameterizedTest
  @MethodSource("io.streamsight.trainer.onnx.Nets#all")
  void shouldShareOutTheLogitsOfTrainedWeights(Architecture architecture) throws IOException {
    ByteBuffer pixels = TrainedNet.pictures(architecture, folder, N);
    try (Net net = TrainedNet.of(architecture, folder)) {
      requireMaps(net, pixels);
    }
  }

  private static void requireMaps(Net net, ByteBuffer pixels) {
    byte[] onnx = OnnxExporter.export(net, new TreeMap<>());
    try (OnnxModel model = OnnxModel.load(onnx, 1)) {
      OnnxModel.Output output = model.run(pixels, CHECKED);
      PlainNet plain = new PlainNet(net.architecture(), OnnxWeights.of(onnx));
      float[] bias = net.values().get("dense.bias");
      float[][] byEngine = net.logits(pixels, CHECKED);
      for (int i = 0; i < CHECKED; i++) {
        double[][][] features = plain.features(pixels, i);
        float[][][] maps = output.activationMap()[i];
        assertThat(maps).hasNumberOfRows(net.architecture().classes());
        double[] logits = new double[bias.length];
        double precision = 0;
        for (int unit = 0; unit < bias.length; unit++) {
          // Two classes share a unit, which is the second's.
          float[][] map = maps[bias.length == 1 ? 1 : unit];
          double[][] expected = plain.map(features, unit);
          precision = Math.max(precision, PRECISION * size(expected));
          requireEqual(map, expected);
          logits[unit] = bias[unit] + sum(map);
          assertThat(logits[unit]).isCloseTo(byEngine[i][unit], within(precision));
        }
        assertThat(output.scores()[i])
            .containsExactly(NetParityTest.softScores(logits), within((float) precision));
        if (bias.length == 1) {
          assertThat(maps[0]).isDeepEqualTo(negative(maps[1]));
        }
      }
    }
  }

  private static void requireEqual(float[][] map, double[][] expected) {
    assertThat(map).hasDimensions(expected.length, expected[0].length);
    double precision = PRECISION * size(expected);
    for (int y = 0; y < map.length; y++) {
      for (int x = 0; x < map[y].length; x++) {
        assertThat((double) map[y][x]).isCloseTo(expected[y][x], within(precision));
      }
    }
  }

  /** Of all cells together, whatever their signs. */
  private static double size(double[][] map) {
    return Arrays.stream(map).flatMapToDouble(Arrays::stream).map(Math::abs).sum();
  }

  private static double sum(float[][] map) {
    double sum = 0;
    for (float[] row : map) {
      for (float part : row) {
        sum += part;
      }
    }
    return sum;
  }

  private static float[][] negative(float[][] map) {
    float[][] negative = new float[map.length][map[0].length];
    for (int y = 0; y < map.length; y++) {
      for (int x = 0; x < map[y].length; x++) {
        negative[y][x] = -map[y][x];
      }
    }
    return negative;
  }
}

package io.streamsight.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.training.Drawings;
import io.streamsight.trainer.training.Examples;
import io.streamsight.trainer.training.Recipe;
import io.streamsight.trainer.training.TrainingListener;
import io.streamsight.trainer.training.TrainingOutcome.Finished;
import io.streamsight.trainer.training.TrainingPlan;
import io.streamsight.trainer.training.TrainingRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import onnx.Onnx.ModelProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxExporterTest {
  /** Two engines sum float32 in other orders; that is some 1e-6 on a score, a wrong graph 1e-2. */
  private static final float TOLERANCE = 1e-4f;

  private static final SortedMap<String, String> METADATA =
      new TreeMap<>(Map.of("streamsight.labels", "[\"cat\",\"dog\"]", "streamsight.runId", "r1"));

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} px, {1} classes, {2} filters, {3} blocks")
  @CsvSource({
    "24, 2, 16, 2", // even sizes at both poolings
    "27, 2, 16, 3", // odd and even
    "25, 3, 16, 2", // odd, softmax
    "48, 2, 32, 4", // a mid net
  })
  void shouldScoreInOnnxRuntimeAsInTheTrainingEngine(int size, int classes, int width, int blocks)
      throws IOException {
    Architecture architecture =
        new Architecture(Architecture.MINI_XCEPTION, size, classes, width, blocks);
    Examples examples = Drawings.write(folder.resolve("examples"), 48, size, classes, 1);
    try (examples;
        Net net = train(architecture, examples, 15);
        OnnxModel model = OnnxModel.load(OnnxExporter.export(net, METADATA), 1)) {
      ByteBuffer pixels = Drawings.read(examples);
      int n = examples.count();
      float[][] logits = net.logits(pixels, n);
      float[][] scores = model.scores(pixels, n);

      double least = 1;
      double most = 0;
      for (int i = 0; i < n; i++) {
        assertThat(scores[i]).containsExactly(softScores(logits[i]), within(TOLERANCE));
        least = Math.min(least, scores[i][0]);
        most = Math.max(most, scores[i][0]);
      }
      assertThat(most - least).as("trained: scores differ between pictures").isGreaterThan(0.5);

      float[][] one = model.scores(pixels, 1);
      assertThat(one).hasDimensions(1, classes);
      assertThat(one[0]).containsExactly(scores[0], within(TOLERANCE));
    }
  }

  @ParameterizedTest(name = "{0} px, {1} classes")
  @CsvSource({"27, 2", "24, 3"})
  void shouldMapWhereTheLogitComesFrom(int size, int classes) throws IOException {
    Architecture architecture = new Architecture(Architecture.MINI_XCEPTION, size, classes, 16, 2);
    Examples examples = Drawings.write(folder.resolve("examples"), 48, size, classes, 1);
    try (examples;
        Net net = train(architecture, examples, 3);
        OnnxModel model = OnnxModel.load(OnnxExporter.export(net, METADATA), 1)) {
      ByteBuffer pixels = Drawings.read(examples);
      float[][] logits = net.logits(pixels, 5);
      float[] bias = net.values().get("dense.bias");
      float[][][][] maps = model.run(pixels, 5).activationMap();
      // (27 - 4) / 2 / 2 rounded up is 6; (24 - 4) / 2 / 2 is 5.
      int cells = size == 27 ? 6 : 5;
      assertThat(maps[0][0]).hasDimensions(cells, cells);
      for (int i = 0; i < 5; i++) {
        for (int c = 0; c < classes; c++) {
          // Two classes share a unit: the first class's logit is minus the unit's.
          float sign = classes == 2 && c == 0 ? -1 : 1;
          int unit = classes == 2 ? 0 : c;
          // Logits are up to 10: float32 sums of some hundred products agree to 1e-4 of that.
          assertThat(sum(maps[i][c]) + sign * bias[unit])
              .isCloseTo(sign * logits[i][unit], within(1e-3));
        }
      }
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

  private static Net train(Architecture architecture, Examples examples, int epochs) {
    TrainingPlan plan = new TrainingPlan(architecture, Recipe.QUICK, 1, epochs, 8);
    TrainingRun run = new TrainingRun(plan, examples, examples, new TrainingListener() {});
    return ((Finished) run.run(null, () -> false)).net();
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

  private static double sum(float[][] map) {
    double sum = 0;
    for (float[] row : map) {
      for (float cell : row) {
        sum += cell;
      }
    }
    return sum;
  }
}

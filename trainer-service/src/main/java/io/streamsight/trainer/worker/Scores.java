package io.streamsight.trainer.worker;

import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.model.SelfTest;
import io.streamsight.trainer.dataset.Pictures;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.onnx.OnnxModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a model says of many pictures: {@code [N][classes]}, each row sums to 1. */
record Scores(float[][] rows) {
  private static final int BATCH = 32;

  private static final int SELF_TEST_PICTURES = 64;
  private static final int SELF_TEST_CASES = 4;

  /** Scores a batch: {@code n} pictures from the buffer's position. */
  @FunctionalInterface
  interface Scorer {
    float[][] score(ByteBuffer pixels, int n);
  }

  /**
   * @param stop asked before each batch
   * @throws CancellationException when it was stopped
   */
  static Scores of(Scorer scorer, Pictures pixels, BooleanSupplier stop) {
    float[][] rows = new float[pixels.count()][];
    ByteBuffer buffer = ByteBuffer.allocateDirect(BATCH * pixels.pictureBytes());
    try {
      for (int start = 0; start < rows.length; start += BATCH) {
        if (stop.getAsBoolean()) {
          throw new CancellationException("Stopped while scoring");
        }
        int n = Math.min(BATCH, rows.length - start);
        buffer.clear();
        for (int i = 0; i < n; i++) {
          pixels.read(start + i, buffer);
        }
        System.arraycopy(scorer.score(buffer.flip(), n), 0, rows, start, n);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The pixel cache can't be read", e);
    }
    return new Scores(rows);
  }

  /** The training engine's scores, from its logits. */
  static float[][] ofNet(Net net, ByteBuffer pixels, int n) {
    float[][] logits = net.logits(pixels, n);
    for (int i = 0; i < n; i++) {
      logits[i] = logits[i].length == 1 ? sigmoid(logits[i][0]) : softmax(logits[i]);
    }
    return logits;
  }

  private static float[] sigmoid(float logit) {
    double second = 1 / (1 + Math.exp(-logit));
    return new float[] {(float) (1 - second), (float) second};
  }

  private static float[] softmax(float[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    float[] scores = new float[logits.length];
    for (float logit : logits) {
      sum += Math.exp(logit - max);
    }
    for (int i = 0; i < logits.length; i++) {
      scores[i] = (float) (Math.exp(logits[i] - max) / sum);
    }
    return scores;
  }

  boolean[] right(int[] labels) {
    boolean[] right = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      right[i] = best(rows[i]) == labels[i];
    }
    return right;
  }

  /**
   * @param labels each a position among the classes
   * @return how many by label (row) and answer (column); null for more labels than a record of the
   *     registry has room for
   */
  List<List<Integer>> confusion(int[] labels) {
    int classes = rows[0].length;
    if (classes > ModelMetadata.CONFUSION_LABELS) {
      return null;
    }
    int[][] counts = new int[classes][classes];
    for (int i = 0; i < rows.length; i++) {
      counts[labels[i]][best(rows[i])]++;
    }
    return Stream.of(counts).map(row -> IntStream.of(row).boxed().toList()).toList();
  }

  static double share(boolean[] right) {
    int count = 0;
    for (boolean r : right) {
      count += r ? 1 : 0;
    }
    return (double) count / right.length;
  }

  private static int best(float[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      if (row[i] > row[best]) {
        best = i;
      }
    }
    return best;
  }

  float maxAbsDiff(Scores other) {
    float max = 0;
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < rows[i].length; k++) {
        float diff = Math.abs(rows[i][k] - other.rows[i][k]);
        // NaN is not equal to anything: it must not look like agreement.
        max = Float.isNaN(diff) ? Float.POSITIVE_INFINITY : Math.max(max, diff);
      }
    }
    return max;
  }

  /**
   * The drawn pictures that the model is least sure of: where the score is near 0 or 1, a wrong
   * runtime could hide.
   */
  static SelfTest selfTest(OnnxModel model, int size) {
    ByteBuffer picture = ByteBuffer.allocateDirect(size * size * 3);
    return new SelfTest(
        IntStream.range(0, SELF_TEST_PICTURES)
            .mapToObj(number -> selfTestCase(model, number, size, picture))
            .sorted(Comparator.comparingDouble(c -> c.scores().get(c.best())))
            .limit(SELF_TEST_CASES)
            .toList());
  }

  private static SelfTest.Case selfTestCase(
      OnnxModel model, int number, int size, ByteBuffer picture) {
    picture.clear();
    SelfTest.draw(number, size, size, picture);
    OnnxModel.Output output = model.run(picture.flip(), 1);
    float[] scores = output.scores()[0];
    List<Float> map = new ArrayList<>();
    for (float[] row : output.activationMap()[0][best(scores)]) {
      map.addAll(list(row));
    }
    return new SelfTest.Case(number, list(scores), List.copyOf(map));
  }

  private static List<Float> list(float[] values) {
    return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
  }
}

package io.streamsight.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.trainer.dataset.Pictures;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScoresTest {
  /** A hundred pictures of one pixel, red as their position. */
  private static final Pictures PICTURES =
      new Pictures() {
        @Override
        public int count() {
          return 100;
        }

        @Override
        public int height() {
          return 1;
        }

        @Override
        public int width() {
          return 1;
        }

        @Override
        public void read(int position, ByteBuffer target) {
          target.put(new byte[] {(byte) position, 0, 0});
        }

        @Override
        public void close() {}
      };

  private static float[][] red(ByteBuffer pixels, int n) {
    float[][] scores = new float[n][];
    for (int i = 0; i < n; i++) {
      float red = pixels.get(3 * i) / 100f;
      scores[i] = new float[] {1 - red, red};
    }
    return scores;
  }

  @Test
  void shouldScoreEveryPictureInItsPlace() {
    Scores scores = Scores.of(ScoresTest::red, PICTURES, () -> false);
    assertThat(scores.rows()).hasDimensions(100, 2);
    for (int i = 0; i < 100; i++) {
      assertThat(scores.rows()[i][1]).isEqualTo(i / 100f);
    }
  }

  @Test
  void shouldStopBetweenBatches() {
    AtomicInteger batches = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Scores.of(
                    (pixels, n) -> {
                      batches.incrementAndGet();
                      return red(pixels, n);
                    },
                    PICTURES,
                    () -> batches.get() == 2))
        .isInstanceOf(CancellationException.class);
    assertThat(batches).hasValue(2);
  }

  @Test
  void shouldCountAnswersByLabel() {
    Scores scores =
        new Scores(new float[][] {{.9f, .1f, 0}, {.2f, .8f, 0}, {.1f, .8f, .1f}, {0, .4f, .6f}});
    assertThat(scores.confusion(new int[] {0, 0, 1, 2}))
        .containsExactly(List.of(1, 1, 0), List.of(0, 1, 0), List.of(0, 0, 1));
  }

  /** At 1,000 classes each matrix has a million numbers, more than the registry's records hold. */
  @Test
  void shouldNotCountAnswersByLabelWhereThereAreManyClasses() {
    assertThat(new Scores(new float[1][100]).confusion(new int[1])).hasSize(100);
    assertThat(new Scores(new float[1][101]).confusion(new int[1])).isNull();
  }
}

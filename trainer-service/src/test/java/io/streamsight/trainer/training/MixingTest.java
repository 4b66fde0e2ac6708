package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.DoubleSummaryStatistics;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MixingTest {
  private static final int HEIGHT = 6;
  private static final int WIDTH = 10;
  private static final int BYTES = HEIGHT * WIDTH * 3;

  @Test
  void shouldLeavePicturesAloneWhenOff() {
    ByteBuffer pixels = pictures(0, 100, 200);
    assertThat(mix(new Mixing(0, 0), pixels, 3, 1)).containsExactly(1, 1, 1);
    assertThat(pixels).isEqualTo(pictures(0, 100, 200));
  }

  @Test
  void shouldBlendEachPictureWithItsPartnerByTheShareThatItTells() {
    ByteBuffer pixels = pictures(0, 77, 200);
    float[] shares = mix(new Mixing(1, 0), pixels, 3, 1);
    assertThat(shares[0]).isBetween(0.5f, 0.999f).isEqualTo(shares[2]);
    assertThat(shares[1]).as("the one in the middle has no partner").isEqualTo(1);
    for (int i = 0; i < BYTES; i++) {
      assertThat(level(pixels, 0, i)).isEqualTo(Math.round(200 * (1 - shares[0])));
      assertThat(level(pixels, 1, i)).isEqualTo(77);
      assertThat(level(pixels, 2, i)).isEqualTo(Math.round(200 * shares[0]));
    }
  }

  @Test
  void shouldSwapARectangleByTheShareThatItTells() {
    for (int seed = 0; seed < 50; seed++) {
      ByteBuffer pixels = pictures(0, 200);
      float[] shares = mix(new Mixing(0, 1), pixels, 2, seed);
      int left = WIDTH;
      int right = 0;
      int top = HEIGHT;
      int bottom = 0;
      int pasted = 0;
      for (int i = 0; i < HEIGHT * WIDTH; i++) {
        int value = level(pixels, 0, 3 * i);
        assertThat(value + level(pixels, 1, 3 * i)).as("swapped or not").isEqualTo(200);
        assertThat(level(pixels, 0, 3 * i + 2)).isEqualTo(value);
        if (value == 200) {
          pasted++;
          left = Math.min(left, i % WIDTH);
          right = Math.max(right, i % WIDTH + 1);
          top = Math.min(top, i / WIDTH);
          bottom = Math.max(bottom, i / WIDTH + 1);
        }
      }
      if (pasted > 0) {
        assertThat((right - left) * (bottom - top)).as("one rectangle").isEqualTo(pasted);
      }
      assertThat(shares[0])
          .isEqualTo(shares[1])
          .isCloseTo(1 - pasted / (float) (HEIGHT * WIDTH), within(1e-6f));
    }
  }

  @Test
  void shouldDrawForEachPairWhichWhenBothAreOn() {
    int blended = 0;
    for (int seed = 0; seed < 1_000; seed++) {
      ByteBuffer pixels = pictures(0, 200);
      mix(new Mixing(1, 1), pixels, 2, seed);
      int corner = level(pixels, 0, 0);
      blended += corner > 0 && corner < 200 ? 1 : 0;
    }
    // Half, standard deviation 16; one in a hundred or so of the blended has no visible share.
    assertThat(blended).isBetween(420, 560);
  }

  @Test
  void shouldDrawFromTheBetaDistribution() {
    // Mean 1/2, variance 1 / (4 (2 alpha + 1)); standard deviation of both over 20,000 draws is
    // below 0.004.
    for (double alpha : new double[] {0.01, 0.2, 1, 2}) {
      Random random = new Random(1);
      DoubleSummaryStatistics draws = new DoubleSummaryStatistics();
      DoubleSummaryStatistics squares = new DoubleSummaryStatistics();
      for (int i = 0; i < 20_000; i++) {
        double x = Mixing.beta(alpha, random);
        draws.accept(x);
        squares.accept((x - 0.5) * (x - 0.5));
      }
      assertThat(draws.getAverage()).isCloseTo(0.5, within(0.015));
      assertThat(squares.getAverage()).isCloseTo(0.25 / (2 * alpha + 1), within(0.015));
      assertThat(draws.getMin()).isNotNegative();
      assertThat(draws.getMax()).isLessThanOrEqualTo(1);
    }
  }

  private static float[] mix(Mixing mixing, ByteBuffer pixels, int n, long seed) {
    // Random's first draws for seeds in a row are alike.
    return mixing.apply(pixels, n, HEIGHT, WIDTH, new Random(Seeds.of(seed)));
  }

  private static int level(ByteBuffer pixels, int picture, int i) {
    return pixels.get(picture * BYTES + i) & 0xff;
  }

  private static ByteBuffer pictures(int... levels) {
    ByteBuffer pixels = ByteBuffer.allocateDirect(levels.length * BYTES);
    for (int level : levels) {
      for (int i = 0; i < BYTES; i++) {
        pixels.put((byte) level);
      }
    }
    return pixels.flip();
  }
}

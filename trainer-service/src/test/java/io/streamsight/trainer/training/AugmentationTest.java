package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  /** One channel of the others' too, 0 to 8. */
  private static final byte[] SQUARE = grey(0, 10, 20, 30, 40, 50, 60, 70, 80);

  @Test
  void shouldKeepThePictureWhenThereIsNothingToDo() {
    assertThat(warp(Warp.linear(1, 0, 0, 1))).containsExactly(0, 10, 20, 30, 40, 50, 60, 70, 80);
  }

  @Test
  void shouldMirrorLeftToRight() {
    assertThat(warp(Warp.linear(-1, 0, 0, 1))).containsExactly(20, 10, 0, 50, 40, 30, 80, 70, 60);
  }

  @Test
  void shouldRotateAQuarterTurn() {
    assertThat(warp(Warp.linear(0, -1, 1, 0))).containsExactly(20, 50, 80, 10, 40, 70, 0, 30, 60);
  }

  @Test
  void shouldZoomOutWithReflectedBordersThatRepeatTheEdge() {
    // Twice the distance from the centre: columns -1, 1, 3 are 0, 1, 2 once reflected.
    assertThat(warp(Warp.linear(2, 0, 0, 2))).containsExactly(0, 10, 20, 30, 40, 50, 60, 70, 80);
    assertThat(IntStream.rangeClosed(-4, 6).map(i -> Warper.reflect(i, 3)))
        .containsExactly(2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0);
  }

  @Test
  void shouldInterpolateBetweenPixels() {
    // Half the distance: column 0 comes from 0.5.
    assertThat(warp(Warp.linear(0.5, 0, 0, 1))).containsExactly(5, 10, 15, 35, 40, 45, 65, 70, 75);
  }

  @Test
  void shouldDrawWithinTheBoundsOfTheBook() {
    Random random = new Random(1);
    int mirrored = 0;
    double least = 2;
    double most = 0;
    double steepest = 0;
    for (int i = 0; i < 10_000; i++) {
      Warp warp = Recipe.KERAS.augmentation().drawWarp(random, 180, 180);
      double scale = Math.hypot(warp.c(), warp.d());
      least = Math.min(least, scale);
      most = Math.max(most, scale);
      steepest = Math.max(steepest, Math.abs(Math.atan2(warp.c(), warp.d())) / (2 * Math.PI));
      mirrored += warp.a() < 0 ? 1 : 0;
      assertThat(Math.hypot(warp.a(), warp.b())).isCloseTo(scale, within(1e-12));
    }
    // Of 10,000 uniform draws the extremes are within a thousandth of the range of the bounds.
    assertThat(least).isBetween(0.8, 0.801);
    assertThat(most).isBetween(1.199, 1.2);
    assertThat(steepest).isBetween(0.0999, 0.1);
    // 5,000, standard deviation 50.
    assertThat(mirrored).isBetween(4_750, 5_250);
  }

  private static int[] warp(Warp warp) {
    byte[] target = new byte[27];
    new Warper(3, 3).apply(warp, SQUARE, target);
    return IntStream.range(0, 9)
        .map(
            i -> {
              assertThat(target[3 * i + 2]).isEqualTo(target[3 * i]);
              return target[3 * i];
            })
        .toArray();
  }

  private static byte[] grey(int... values) {
    byte[] pixels = new byte[values.length * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) values[i / 3];
    }
    return pixels;
  }
}

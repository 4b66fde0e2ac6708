package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarperTest {
  /** Three by three, all channels alike. */
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
  void shouldMakeASmallerPictureOfTheWhole() {
    byte[] target = new byte[3];
    new Warper(3, 3, 1, 1).apply(Warp.linear(1, 0, 0, 1), SQUARE, target);
    assertThat(target).as("the centre").containsOnly(40);
    byte[] wide = new byte[2 * 3];
    new Warper(3, 3, 1, 2).apply(Warp.linear(1, 0, 0, 1), SQUARE, wide);
    // Three columns for two: centres at 0.25 and 1.75.
    assertThat(wide).containsExactly(33, 33, 33, 48, 48, 48);
  }

  @Test
  void shouldStretchAPartToTheWhole() {
    // A third of the width, moved by a column to the right: columns 1.67, 2, 2.33, the last beyond
    // the border, where the edge repeats.
    Warp part = Warp.linear(1, 0, 0, 1).ofPart(1 / 3.0, 1, 1, 0);
    assertThat(warp(part)).containsExactly(17, 20, 20, 47, 50, 50, 77, 80, 80);
    // Mirrored first, the right is the left.
    Warp mirrored = Warp.linear(-1, 0, 0, 1).ofPart(1 / 3.0, 1, 1, 0);
    assertThat(warp(mirrored)).containsExactly(3, 0, 0, 33, 30, 30, 63, 60, 60);
  }

  @ParameterizedTest
  @CsvSource({"keras, 61, 80", "strong, 61, 80", "strong, 50, 64", "keras, 61, 100"})
  void shouldBeWithinALevelOfTheExactDefinition(String recipe, int targetHeight, int targetWidth) {
    // Noise between black and white: no photo has as steep edges. Neither square nor even.
    int height = 61;
    int width = 80;
    Random random = new Random(5);
    byte[] source = new byte[height * width * 3];
    byte[] target = new byte[targetHeight * targetWidth * 3];
    random.nextBytes(source);
    Augmentation augmentation = Recipe.of(recipe, Map.of()).augmentation();
    Warper warper = new Warper(height, width, targetHeight, targetWidth);
    double sum = 0;
    for (int i = 0; i < 50; i++) {
      Warp warp = augmentation.drawWarp(random, height, width);
      warper.apply(warp, source, target);
      double[] exact = exact(warp, source, height, width, targetHeight, targetWidth);
      for (int k = 0; k < target.length; k++) {
        double error = (target[k] & 0xff) - exact[k];
        // Half a level of rounding, less than half of positions in 1024ths of a pixel.
        assertThat(Math.abs(error)).isLessThan(1);
        sum += error;
      }
    }
    assertThat(Math.abs(sum / (50 * target.length)))
        .as("neither lighter nor darker")
        .isLessThan(0.01);
  }

  /** As Keras defines it, in floating point. */
  private static double[] exact(
      Warp warp, byte[] source, int height, int width, int targetHeight, int targetWidth) {
    double[] target = new double[targetHeight * targetWidth * 3];
    for (int i = 0; i < target.length; i++) {
      double x = (i / 3 % targetWidth - (targetWidth - 1) / 2.0) * width / targetWidth;
      double y = (i / 3 / targetWidth - (targetHeight - 1) / 2.0) * height / targetHeight;
      double fromX = warp.a() * x + warp.b() * y + warp.e() + (width - 1) / 2.0;
      double fromY = warp.c() * x + warp.d() * y + warp.f() + (height - 1) / 2.0;
      for (int corner = 0; corner < 4; corner++) {
        int column = (int) Math.floor(fromX) + corner % 2;
        int row = (int) Math.floor(fromY) + corner / 2;
        int at = Warper.reflect(row, height) * width + Warper.reflect(column, width);
        double weight = (1 - Math.abs(fromX - column)) * (1 - Math.abs(fromY - row));
        target[i] += weight * (source[at * 3 + i % 3] & 0xff);
      }
    }
    return target;
  }

  private static int[] warp(Warp warp) {
    byte[] target = new byte[27];
    new Warper(3, 3, 3, 3).apply(warp, SQUARE, target);
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

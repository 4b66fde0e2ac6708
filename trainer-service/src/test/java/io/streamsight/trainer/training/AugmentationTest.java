package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.DoubleSummaryStatistics;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final int DRAWS = 10_000;

  @Test
  void shouldDrawWithinTheBoundsOfTheBook() {
    Random random = new Random(1);
    int mirrored = 0;
    DoubleSummaryStatistics scales = new DoubleSummaryStatistics();
    DoubleSummaryStatistics turns = new DoubleSummaryStatistics();
    for (int i = 0; i < DRAWS; i++) {
      Warp warp = Recipe.KERAS.augmentation().drawWarp(random, 180, 180);
      double scale = Math.hypot(warp.c(), warp.d());
      scales.accept(scale);
      turns.accept(Math.atan2(warp.c(), warp.d()) / (2 * Math.PI));
      mirrored += warp.a() < 0 ? 1 : 0;
      assertThat(Math.hypot(warp.a(), warp.b())).isCloseTo(scale, within(1e-12));
      assertThat(warp.e()).isZero();
      assertThat(warp.f()).isZero();
    }
    // Of 10,000 uniform draws the extremes are within a thousandth of the range of the bounds.
    assertThat(scales.getMin()).isBetween(0.8, 0.801);
    assertThat(scales.getMax()).isBetween(1.199, 1.2);
    assertThat(turns.getMin()).isBetween(-0.1, -0.0998);
    assertThat(turns.getMax()).isBetween(0.0998, 0.1);
    // 5,000, standard deviation 50.
    assertThat(mirrored).isBetween(4_750, 5_250);
  }

  @Test
  void shouldCutOutPartsOfTheGivenAreaAndAspectFromAllOverThePicture() {
    Augmentation crops = new Augmentation(false, 0, 0, 0.35, 4 / 3.0, 0, 0, 0);
    Random random = new Random(1);
    DoubleSummaryStatistics areas = new DoubleSummaryStatistics();
    DoubleSummaryStatistics aspects = new DoubleSummaryStatistics();
    DoubleSummaryStatistics lefts = new DoubleSummaryStatistics();
    DoubleSummaryStatistics rights = new DoubleSummaryStatistics();
    int wide = 0;
    for (int i = 0; i < DRAWS; i++) {
      Warp warp = crops.drawWarp(random, 100, 100);
      areas.accept(warp.a() * warp.d());
      aspects.accept(warp.a() / warp.d());
      wide += warp.a() > warp.d() ? 1 : 0;
      lefts.accept(50 + warp.e() - 50 * warp.a());
      rights.accept(50 + warp.e() + 50 * warp.a());
      assertThat(50 + warp.f() - 50 * warp.d()).isGreaterThan(-1e-9);
      assertThat(50 + warp.f() + 50 * warp.d()).isLessThan(100 + 1e-9);
    }
    assertThat(areas.getMin()).isBetween(0.35 - 1e-9, 0.351);
    assertThat(areas.getMax()).isBetween(0.999, 1.0);
    // The mean of uniform areas; its standard deviation is 0.002.
    assertThat(areas.getAverage()).isCloseTo(0.675, within(0.008));
    assertThat(aspects.getMin()).isBetween(0.75 - 1e-9, 0.76);
    assertThat(aspects.getMax()).isBetween(1.32, 4 / 3.0 + 1e-9);
    assertThat(wide).isBetween(4_750, 5_250);
    assertThat(lefts.getMin()).isBetween(-1e-9, 0.1);
    assertThat(rights.getMax()).isBetween(99.9, 100 + 1e-9);
  }

  @Test
  void shouldDrawTheSameRotationWhateverElseIsOn() {
    Augmentation keras = Recipe.KERAS.augmentation();
    Warp plain = keras.drawWarp(new Random(3), 100, 100);
    Warp unmirrored =
        Recipe.of("keras", Map.of("flip", false, "brightness", 1, "crop", 0.1))
            .augmentation()
            .drawWarp(new Random(3), 100, 100);
    assertThat(unmirrored.c() / unmirrored.d()).isCloseTo(plain.c() / plain.d(), within(1e-9));
  }

  @Test
  void shouldDrawColoursWithinTheirBoundsAndNoneWhenOff() {
    Random random = new Random(1);
    DoubleSummaryStatistics brightness = new DoubleSummaryStatistics();
    DoubleSummaryStatistics contrast = new DoubleSummaryStatistics();
    DoubleSummaryStatistics saturation = new DoubleSummaryStatistics();
    Augmentation colours =
        Recipe.of("keras", Map.of("brightness", 0.1, "contrast", 0.2, "saturation", 0.3))
            .augmentation();
    for (int i = 0; i < DRAWS; i++) {
      Colours drawn = colours.drawColours(random);
      brightness.accept(drawn.brightness());
      contrast.accept(drawn.contrast());
      saturation.accept(drawn.saturation());
    }
    assertThat(brightness.getMin()).isBetween(0.9, 0.9002);
    assertThat(brightness.getMax()).isBetween(1.0998, 1.1);
    assertThat(contrast.getMin()).isBetween(0.8, 0.8004);
    assertThat(contrast.getMax()).isBetween(1.1996, 1.2);
    assertThat(saturation.getMin()).isBetween(0.7, 0.7006);
    assertThat(saturation.getMax()).isBetween(1.2994, 1.3);
    assertThat(Recipe.KERAS.augmentation().drawColours(random).isIdentity()).isTrue();
  }
}

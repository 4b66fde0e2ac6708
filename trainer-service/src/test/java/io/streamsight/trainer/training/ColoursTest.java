package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColoursTest {
  @Test
  void shouldLeaveThePictureAloneWhenAllFactorsAreOne() {
    assertThat(apply(new Colours(1, 1, 1), 10, 20, 30)).containsExactly(10, 20, 30);
  }

  @Test
  void shouldMakeEveryChannelBrighterAndStopAtWhite() {
    assertThat(apply(new Colours(1.5, 1, 1), 10, 101, 200)).containsExactly(15, 152, 255);
  }

  @Test
  void shouldMoveColoursAwayFromTheGreyOfTheirPixelAndStopAtBlack() {
    // Grey is 0.299 * 100 + 0.587 * 50 + 0.114 * 10 = 60.39, rounded to 60.
    assertThat(apply(new Colours(1, 1, 0), 100, 50, 10)).containsExactly(60, 60, 60);
    assertThat(apply(new Colours(1, 1, 0.5), 100, 50, 10)).containsExactly(80, 55, 35);
    assertThat(apply(new Colours(1, 1, 1.5), 100, 50, 10)).containsExactly(120, 45, 0);
  }

  @Test
  void shouldMovePixelsAwayFromTheMeanGreyOfThePicture() {
    // Greys 40 and 80, their mean 60.
    assertThat(apply(new Colours(1, 1.5, 1), 40, 40, 40, 80, 80, 80))
        .containsExactly(30, 30, 30, 90, 90, 90);
    assertThat(apply(new Colours(1, 0, 1), 40, 40, 40, 80, 80, 80)).containsOnly(60);
  }

  @Test
  void shouldComposeBrightnessThenContrastThenSaturation() {
    // Pixels twice as bright, (80, 80, 80) and (200, 100, 20), the second's grey 120.8. The mean
    // grey is (80 + 120.8) / 2 = 100.4; half the contrast makes 90.2 and (150.2, 100.2, 60.2); the
    // second's grey is 110.6 then, and half the saturation makes (130.4, 105.4, 85.4).
    assertThat(apply(new Colours(2, 0.5, 0.5), 40, 40, 40, 100, 50, 10))
        .containsExactly(90, 90, 90, 130, 105, 85);
  }

  private static int[] apply(Colours colours, int... levels) {
    byte[] pixels = new byte[levels.length];
    for (int i = 0; i < levels.length; i++) {
      pixels[i] = (byte) levels[i];
    }
    colours.apply(pixels, 1, levels.length / 3);
    int[] result = new int[levels.length];
    for (int i = 0; i < levels.length; i++) {
      result[i] = pixels[i] & 0xff;
    }
    return result;
  }
}

package io.streamsight.contract.image;

import static io.streamsight.contract.image.TestImages.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.Sha256;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreprocessingTest {

  /**
   * Worked out by hand: position {@code (i + 0.5) m / n - 0.5}, clamped, between two neighbours.
   */
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "'0 255',           '0 64 191 255'", // up: 0, 1/4, 3/4, 1
    "'10 20 31 40',     '15 36'", // down: 1/2 and 5/2; 35.5 rounds up
    "'0 100 200',       '25 175'", // odd to even: 1/4, 7/4
    "'0 255 0 0 90',    '85 0 60'", // odd to odd: 1/3, 2, 11/3
    "'7',               '7 7 7'",
    "'1 2 3',           '1 2 3'",
    "'9 50 11',         '50'",
    "'0 0 80 160 0 0',  '120'" // no antialiasing: only the two in the middle count
  })
  void shouldInterpolateBetweenPixelCentres(String input, String expected) {
    byte[] in = samples(input);
    byte[] out = samples(expected);

    assertThat(apply(new RgbImage(in.length / 3, 1, in), 1, out.length / 3)).containsExactly(out);
    assertThat(apply(new RgbImage(1, in.length / 3, in), out.length / 3, 1)).containsExactly(out);
  }

  @Test
  void shouldWeighAllFourNeighboursAndRoundHalfUp() {
    // Channels on their own: (0 + 1 + 0 + 1) / 4, (0 + 0 + 0 + 1) / 4, (10 + 20 + 30 + 41) / 4.
    RgbImage image = new RgbImage(2, 2, bytes(0, 0, 10, 1, 0, 20, 0, 0, 30, 1, 1, 41));

    assertThat(apply(image, 1, 1)).containsExactly(1, 0, 25);
  }

  @Test
  void shouldStayWithinOneOfExactArithmetic() {
    Random random = new Random(3);
    for (int i = 0; i < 60; i++) {
      RgbImage image = random(random, 1 + random.nextInt(70), 1 + random.nextInt(70));
      int height = 1 + random.nextInt(70);
      int width = 1 + random.nextInt(70);
      byte[] actual = apply(image, height, width);
      for (int at = 0; at < actual.length; at++) {
        double exact = exact(image, at / 3 / width, at / 3 % width, at % 3, height, width);
        // Half a step of rounding; weights of 11 bits are off by 2^-12 at most, on each axis.
        assertThat((double) (actual[at] & 0xFF)).isBetween(exact - 0.63, exact + 0.63);
      }
    }
  }

  /** Pins every bit: a change here is another preprocessing and needs another name. */
  @Test
  void shouldGiveTheSameBytesOnEveryMachine() {
    RgbImage image = random(new Random(11), 53, 37);

    assertThat(Sha256.of(apply(image, 29, 31)))
        .isEqualTo("c4d8943683807785a2a59285746f81a71bd3682e40ae7ad2a3a25f3a1e483f93");
    assertThat(Sha256.of(apply(image, 80, 96)))
        .isEqualTo("d3b5a9b05ba69ead3ddad4ee9b922d85e74988000b7a1300cc884644cc0cb330");
  }

  @Test
  void shouldWriteBehindWhatIsAlreadyInTheBuffer() {
    Preprocessing preprocessing = Preprocessing.kerasV1(1, 2);
    RgbImage image = new RgbImage(2, 1, bytes(1, 2, 3, 4, 5, 6));
    ByteBuffer batch = ByteBuffer.allocateDirect(2 * preprocessing.bytes());

    preprocessing.apply(image, batch);
    assertThat(batch.position()).isEqualTo(6);
    preprocessing.apply(image, batch);

    assertThat(batch.hasRemaining()).isFalse();
    assertThat(batch.get(6)).isEqualTo((byte) 1);
    assertThatThrownBy(() -> preprocessing.apply(image, batch))
        .isInstanceOf(BufferOverflowException.class);
  }

  @Test
  void shouldTellOtherPreprocessingsApartByFingerprint() {
    assertThat(Preprocessing.kerasV1(180, 180).fingerprint()).isEqualTo("7741133eed08f78a");
    assertThat(Preprocessing.kerasV1(96, 180).fingerprint())
        .isNotEqualTo(Preprocessing.kerasV1(180, 96).fingerprint());
  }

  @Test
  void shouldSayWhatItCannotApply() {
    assertThat(Preprocessing.supports("keras-v1")).isTrue();
    assertThat(Preprocessing.supports("fast-v1")).isFalse();
    assertThatThrownBy(() -> new Preprocessing("fast-v1", 8, 8)).hasMessageContaining("fast-v1");
    assertThatThrownBy(() -> Preprocessing.kerasV1(0, 8)).hasMessageContaining("0 x 8");
  }

  private static byte[] apply(RgbImage image, int height, int width) {
    Preprocessing preprocessing = Preprocessing.kerasV1(height, width);
    byte[] out = new byte[preprocessing.bytes()];
    preprocessing.apply(image, ByteBuffer.wrap(out));
    return out;
  }

  private static double exact(RgbImage image, int y, int x, int c, int height, int width) {
    double v = Math.max(0, Math.min(image.height() - 1, (y + 0.5) * image.height() / height - 0.5));
    double h = Math.max(0, Math.min(image.width() - 1, (x + 0.5) * image.width() / width - 0.5));
    double sum = 0;
    for (int dy = 0; dy < 2; dy++) {
      for (int dx = 0; dx < 2; dx++) {
        int row = Math.min((int) v + dy, image.height() - 1);
        int column = Math.min((int) h + dx, image.width() - 1);
        double weightV = dy == 1 ? v - (int) v : 1 - (v - (int) v);
        double weightH = dx == 1 ? h - (int) h : 1 - (h - (int) h);
        sum += weightV * weightH * (image.rgb()[(row * image.width() + column) * 3 + c] & 0xFF);
      }
    }
    return sum;
  }

  private static RgbImage random(Random random, int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    random.nextBytes(rgb);
    return new RgbImage(width, height, rgb);
  }

  private static byte[] samples(String grey) {
    String[] values = grey.split(" ");
    byte[] rgb = new byte[values.length * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Integer.parseInt(values[i / 3]);
    }
    return rgb;
  }
}

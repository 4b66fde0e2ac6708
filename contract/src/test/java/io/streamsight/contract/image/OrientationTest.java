package io.streamsight.contract.image;

import static io.streamsight.contract.image.TestImages.bytes;
import static io.streamsight.contract.image.TestImages.chunk;
import static io.streamsight.contract.image.TestImages.exif;
import static io.streamsight.contract.image.TestImages.png;
import static io.streamsight.contract.image.TestImages.withOrientation;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.image.DecodeResult.Decoded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {

  /** Stored as {@code A B C / D E F}; what a viewer shows, from the definitions in Exif 2.3. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "1, ABC/DEF", "2, CBA/FED", "3, FED/CBA", "4, DEF/ABC",
    "5, AD/BE/CF", "6, DA/EB/FC", "7, FC/EB/DA", "8, CF/BE/AD"
  })
  void shouldTurnThePictureUpright(int orientation, String upright) {
    byte[][] rows = {bytes('A', 'B', 'C'), bytes('D', 'E', 'F')};
    byte[] file = png(3, 8, 0, rows, chunk("eXIf", exif(orientation, false)));

    assertThat(letters(decode(file))).isEqualTo(upright);
  }

  @ParameterizedTest(name = "little endian: {0}")
  @ValueSource(booleans = {false, true})
  void shouldReadTheOrientationOfJpegInBothByteOrders(boolean littleEndian) {
    byte[] plain = TestImages.texturedJpeg();
    RgbImage stored = decode(plain);

    RgbImage turned = decode(withOrientation(plain, 6, littleEndian));

    assertThat(turned.width()).isEqualTo(stored.height());
    assertThat(turned.height()).isEqualTo(stored.width());
    int bottomLeft = (stored.height() - 1) * stored.width() * 3;
    assertThat(turned.rgb()[0]).isEqualTo(stored.rgb()[bottomLeft]);
    assertThat(turned.rgb()).isEqualTo(Orientation.upright(stored, 6, PixelMemory.fresh()).rgb());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 65535})
  void shouldTakeAnUnknownOrientationAsUpright(int orientation) {
    byte[] plain = TestImages.texturedJpeg();

    assertThat(decode(withOrientation(plain, orientation, true)).rgb())
        .isEqualTo(decode(plain).rgb());
  }

  @Test
  void shouldTakeEveryCutOffExifAsUpright() {
    byte[] whole = exif(6, false);
    for (int length = 0; length < 34; length++) { // the tag ends at byte 34
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThat(Orientation.ofExif(cut, 0, length)).as("%d bytes", length).isEqualTo(1);
    }
    assertThat(Orientation.ofExif(whole, 0, whole.length)).isEqualTo(6);
  }

  private static RgbImage decode(byte[] file) {
    DecodeResult result = TestImages.decode(new ImageDecoder(ImageLimits.DEFAULT), file);
    assertThat(result).isInstanceOf(Decoded.class);
    return ((Decoded) result).image();
  }

  private static String letters(RgbImage image) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < image.rgb().length; i += 3) {
      text.append(i > 0 && i / 3 % image.width() == 0 ? "/" : "").append((char) image.rgb()[i]);
    }
    return text.toString();
  }
}

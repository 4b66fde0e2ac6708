package io.streamsight.contract.image;

import static io.streamsight.contract.image.TestImages.bytes;
import static io.streamsight.contract.image.TestImages.chunk;
import static io.streamsight.contract.image.TestImages.jpeg;
import static io.streamsight.contract.image.TestImages.png;
import static io.streamsight.contract.image.TestImages.rawJpeg;
import static io.streamsight.contract.image.TestImages.textured;
import static io.streamsight.contract.image.TestImages.withAdobe;
import static io.streamsight.contract.image.TestImages.withSegment;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.image.DecodeResult.Decoded;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  @Test
  void shouldReadPngSamplesAsTheyAreStored() {
    byte[] file =
        png(2, 8, 2, new byte[][] {bytes(1, 2, 3, 250, 251, 252), bytes(0, 128, 255, 9, 8, 7)});

    Decoded decoded = decoded(file);

    assertThat(decoded.format()).isEqualTo(ImageFormat.PNG);
    assertThat(decoded.image().width()).isEqualTo(2);
    assertThat(decoded.image().height()).isEqualTo(2);
    assertThat(decoded.image().rgb())
        .containsExactly(bytes(1, 2, 3, 250, 251, 252, 0, 128, 255, 9, 8, 7));
  }

  @Test
  void shouldIgnoreGammaAndProfilesOfPng() {
    byte[][] rows = {bytes(10, 20, 30)};
    byte[] gamma = chunk("gAMA", bytes(0, 1, 0x86, 0xA0));
    byte[] brokenProfile = chunk("iCCP", bytes('x', 0, 0, 1, 2, 3));

    assertThat(rgb(png(1, 8, 2, rows, gamma, brokenProfile))).containsExactly(bytes(10, 20, 30));
  }

  @ParameterizedTest(name = "{0} bits")
  @CsvSource({"1, 0x40, 0, 255", "2, 0x60, 85, 170", "4, 0x1E, 17, 238", "8, 0x07, 7, 0"})
  void shouldSpreadGreyOfFewBitsOverAllValues(int bits, String packed, int first, int second) {
    byte[] row = bits == 8 ? bytes(7, 0) : bytes(Integer.decode(packed));

    assertThat(rgb(png(2, bits, 0, new byte[][] {row})))
        .containsExactly(bytes(first, first, first, second, second, second));
  }

  @Test
  void shouldKeepTheUpperEightOfSixteenBits() {
    byte[] grey = png(2, 16, 0, new byte[][] {bytes(0x12, 0xFF, 0xFE, 0x00)});
    byte[] colour = png(1, 16, 2, new byte[][] {bytes(1, 200, 2, 200, 3, 200)});

    assertThat(rgb(grey)).containsExactly(bytes(0x12, 0x12, 0x12, 0xFE, 0xFE, 0xFE));
    assertThat(rgb(colour)).containsExactly(bytes(1, 2, 3));
  }

  @Test
  void shouldLookUpThePaletteAndNotItsTransparency() {
    byte[] palette = chunk("PLTE", bytes(0, 0, 0, 200, 100, 50, 9, 9, 9));
    byte[] transparency = chunk("tRNS", bytes(255, 0, 255));

    byte[] file = png(3, 2, 3, new byte[][] {bytes(0b00_01_10_00)}, palette, transparency);

    assertThat(rgb(file)).containsExactly(bytes(0, 0, 0, 200, 100, 50, 9, 9, 9));
  }

  @Test
  void shouldDropAlphaWithoutBlending() {
    byte[] colour = png(2, 8, 6, new byte[][] {bytes(1, 2, 3, 0, 4, 5, 6, 128)});
    byte[] grey = png(2, 8, 4, new byte[][] {bytes(90, 0, 91, 255)});

    assertThat(rgb(colour)).containsExactly(bytes(1, 2, 3, 4, 5, 6));
    assertThat(rgb(grey)).containsExactly(bytes(90, 90, 90, 91, 91, 91));
  }

  @Test
  void shouldReadInterlacedPng() {
    BufferedImage image = textured(13, 11);
    byte[] plain = TestImages.write("png", new IIOImage(image, null, null), false);
    byte[] interlaced = TestImages.write("png", new IIOImage(image, null, null), true);

    assertThat(interlaced).isNotEqualTo(plain);
    assertThat(rgb(interlaced)).isEqualTo(rgb(plain));
  }

  @Test
  void shouldTakeTheDefaultPictureOfAnAnimatedPng() {
    byte[] control = chunk("acTL", bytes(0, 0, 0, 2, 0, 0, 0, 0));

    assertThat(rgb(png(1, 8, 2, new byte[][] {bytes(5, 6, 7)}, control))).containsExactly(5, 6, 7);
  }

  @ParameterizedTest(name = "progressive: {0}")
  @ValueSource(booleans = {false, true})
  void shouldReadJpegCloseToWhatWasWritten(boolean progressive) {
    BufferedImage image = new BufferedImage(40, 24, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 24; y++) {
      for (int x = 0; x < 40; x++) {
        image.setRGB(x, y, 0xC86432);
      }
    }

    Decoded decoded = decoded(jpeg(image, progressive));

    assertThat(decoded.format()).isEqualTo(ImageFormat.JPEG);
    assertThat(decoded.image().width()).isEqualTo(40);
    assertThat(decoded.image().height()).isEqualTo(24);
    // YCbCr in 8 bits rounds each channel by at most 2.
    assertColour(decoded.image(), 200, 100, 50, 2);
  }

  @Test
  void shouldRepeatGreyJpegInAllChannels() {
    assertColour(decoded(rawJpeg(16, 8, 77)).image(), 77, 77, 77, 0);
  }

  @Test
  void shouldTakeUnmarkedThreeComponentsAsYcbcr() {
    // JFIF: R = 100 + 1.402 * 50, G = 100 - 0.714 * 50, B = 100.
    assertColour(decoded(rawJpeg(16, 8, 100, 128, 178)).image(), 170, 64, 100, 0);
  }

  @Test
  void shouldTakeComponentsMarkedByAdobeAsRgb() {
    assertColour(decoded(withAdobe(rawJpeg(16, 8, 200, 100, 50), 0)).image(), 200, 100, 50, 0);
  }

  @Test
  void shouldConvertCmykByMultiplyingInks() {
    // (255 - 55)(255 - 0) / 255 and so on; Adobe stores 255 - ink.
    assertColour(decoded(rawJpeg(16, 8, 55, 155, 205, 0)).image(), 200, 100, 50, 0);
    byte[] adobe = withAdobe(rawJpeg(16, 8, 200, 100, 50, 204), 0);
    assertColour(decoded(adobe).image(), 160, 80, 40, 0);
  }

  @Test
  void shouldConvertYcck() {
    // YCbCr of grey 55 are complements of the stored inks, 200; 200 * 204 / 255 = 160.
    byte[] ycck = withAdobe(rawJpeg(16, 8, 55, 128, 128, 204), 2);

    assertColour(decoded(ycck).image(), 160, 160, 160, 0);
  }

  @Test
  void shouldReadJpegWhateverItsApplicationSegmentsHold() {
    byte[] plain = TestImages.texturedJpeg();
    byte[] profile = "ICC_PROFILE\0 but not one".getBytes(StandardCharsets.US_ASCII);

    assertThat(rgb(withSegment(plain, 0xE2, profile))).isEqualTo(rgb(plain));
    assertThat(rgb(withSegment(plain, 0xE1, bytes('E', 'x', 'i', 'f', 0, 0, 'M', 'M'))))
        .isEqualTo(rgb(plain));
    assertThat(rgb(withSegment(plain, 0xFE, bytes(1, 2, 3)))).isEqualTo(rgb(plain));
  }

  @Test
  void shouldGiveTheSamePixelsInEveryThread() throws Exception {
    byte[] file = TestImages.texturedJpeg();
    byte[] expected = rgb(file);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<byte[]> decode = () -> rgb(file);
      for (var result : threads.invokeAll(IntStream.range(0, 64).mapToObj(i -> decode).toList())) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Decoded decoded(byte[] file) {
    DecodeResult result = TestImages.decode(decoder, file);
    assertThat(result).isInstanceOf(Decoded.class);
    return (Decoded) result;
  }

  private byte[] rgb(byte[] file) {
    return decoded(file).image().rgb();
  }

  private static void assertColour(RgbImage image, int red, int green, int blue, int tolerance) {
    byte[] rgb = image.rgb();
    for (int at = 0; at < rgb.length; at += 3) {
      assertThat(Math.abs((rgb[at] & 0xFF) - red)).isLessThanOrEqualTo(tolerance);
      assertThat(Math.abs((rgb[at + 1] & 0xFF) - green)).isLessThanOrEqualTo(tolerance);
      assertThat(Math.abs((rgb[at + 2] & 0xFF) - blue)).isLessThanOrEqualTo(tolerance);
    }
  }
}

package io.streamsight.contract.image;

import static io.streamsight.contract.Reason.IMAGE_CORRUPT;
import static io.streamsight.contract.Reason.IMAGE_EMPTY;
import static io.streamsight.contract.Reason.IMAGE_TOO_LARGE;
import static io.streamsight.contract.Reason.IMAGE_TOO_MANY_PIXELS;
import static io.streamsight.contract.Reason.IMAGE_TRUNCATED;
import static io.streamsight.contract.Reason.IMAGE_UNSUPPORTED_FORMAT;
import static io.streamsight.contract.image.TestImages.bytes;
import static io.streamsight.contract.image.TestImages.chunk;
import static io.streamsight.contract.image.TestImages.deflate;
import static io.streamsight.contract.image.TestImages.header;
import static io.streamsight.contract.image.TestImages.jpeg;
import static io.streamsight.contract.image.TestImages.png;
import static io.streamsight.contract.image.TestImages.textured;
import static io.streamsight.contract.image.TestImages.texturedJpeg;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.Reason;
import io.streamsight.contract.image.DecodeResult.Decoded;
import io.streamsight.contract.image.DecodeResult.Rejected;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedImageTest {
  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  @Test
  void shouldRefuseNothingAtAll() {
    assertRefused(null, IMAGE_EMPTY);
    assertRefused(new byte[0], IMAGE_EMPTY);
  }

  @Test
  void shouldRefuseMoreBytesThanTheLimit() {
    byte[] file = texturedJpeg();

    DecodeResult result = new ImageDecoder(new ImageLimits(1000, 1_000_000)).decode(file);

    assertThat(result)
        .isEqualTo(new Rejected(IMAGE_TOO_LARGE, file.length + " bytes, the limit is 1000"));
  }

  @Test
  void shouldRefuseWhatIsNeitherJpegNorPng() {
    assertRefused("hello, world".getBytes(StandardCharsets.US_ASCII), IMAGE_UNSUPPORTED_FORMAT);
    assertRefused("GIF89a".getBytes(StandardCharsets.US_ASCII), IMAGE_UNSUPPORTED_FORMAT);
    assertRefused(bytes(0xFF), IMAGE_UNSUPPORTED_FORMAT);
    assertRefused(
        TestImages.write("gif", new IIOImage(textured(8, 8), null, null), false),
        IMAGE_UNSUPPORTED_FORMAT);
  }

  @Test
  void shouldRefuseHugeDimensionsBeforeDecoding() {
    byte[] jpeg = texturedJpeg();
    int frame = find(jpeg, 0xC0);
    Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0xFF);
    assertThat(assertRefused(jpeg, IMAGE_TOO_MANY_PIXELS))
        .isEqualTo("65535 x 65535 pixels, the limit is 40000000");

    byte[] png = png(1, 8, 0, new byte[][] {bytes(1)});
    byte[] bomb = header(0x7FFFFFFF, 0x7FFFFFFF, 8, 2);
    System.arraycopy(bomb, 0, png, 8, bomb.length);
    assertRefused(png, IMAGE_TOO_MANY_PIXELS);
  }

  @Test
  void shouldRefuseAPictureWithoutExtent() {
    byte[] jpeg = texturedJpeg();
    int frame = find(jpeg, 0xC0);
    Arrays.fill(jpeg, frame + 5, frame + 7, (byte) 0);

    assertRefused(jpeg, IMAGE_CORRUPT);
  }

  @ParameterizedTest(name = "progressive: {0}")
  @ValueSource(booleans = {false, true})
  void shouldRefuseJpegCutOffAnywhere(boolean progressive) {
    byte[] file = jpeg(textured(96, 64), progressive);
    for (int length = 3; length < file.length; length++) {
      assertRefused(Arrays.copyOf(file, length), IMAGE_TRUNCATED);
    }
  }

  @Test
  void shouldRefuseJpegCutOffAndEndedAnew() {
    byte[] file = texturedJpeg();
    for (int percent = 50; percent < 100; percent += 5) {
      byte[] cut = Arrays.copyOf(file, file.length * percent / 100);
      cut[cut.length - 2] = (byte) 0xFF;
      cut[cut.length - 1] = (byte) 0xD9;
      assertRefused(cut, IMAGE_CORRUPT);
    }
  }

  @Test
  void shouldRefuseHalfZeroedJpeg() {
    byte[] zeroed = texturedJpeg();
    Arrays.fill(zeroed, zeroed.length / 2, zeroed.length, (byte) 0);
    assertRefused(zeroed, IMAGE_TRUNCATED);

    zeroed[zeroed.length - 2] = (byte) 0xFF;
    zeroed[zeroed.length - 1] = (byte) 0xD9;
    assertRefused(zeroed, IMAGE_CORRUPT);
  }

  @Test
  void shouldRefuseHalfZeroedPng() {
    byte[] zeroed = TestImages.write("png", new IIOImage(textured(96, 64), null, null), false);
    Arrays.fill(zeroed, zeroed.length / 2, zeroed.length, (byte) 0);
    assertRefused(zeroed, IMAGE_CORRUPT);
  }

  /** All of the picture is there: an encoder or a disk lost the last two bytes. */
  @ParameterizedTest(name = "progressive: {0}")
  @ValueSource(booleans = {false, true})
  void shouldRefuseJpegWithoutItsEndMarkerWhateverFollows(boolean progressive) {
    byte[] file = jpeg(textured(96, 64), progressive);
    byte[] endless = Arrays.copyOf(file, file.length - 2);
    assertRefused(endless, IMAGE_TRUNCATED);

    assertRefused(Arrays.copyOf(endless, file.length + 4096), IMAGE_TRUNCATED);
  }

  @Test
  void shouldRefusePngWithoutItsEndChunk() {
    byte[] file = TestImages.write("png", new IIOImage(textured(96, 64), null, null), false);

    assertRefused(Arrays.copyOf(file, file.length - 12), IMAGE_TRUNCATED);
  }

  @Test
  void shouldRefuseJpegWithAHole() {
    byte[] file = texturedJpeg();
    int from = file.length / 2;
    byte[] holed = Arrays.copyOf(file, file.length - 500);
    System.arraycopy(file, from + 500, holed, from, file.length - from - 500);

    assertRefused(holed, IMAGE_CORRUPT);
  }

  @Test
  void shouldAcceptAFewZerosBeforeTheEndOfJpegAndAnythingBehindIt() {
    byte[] file = texturedJpeg();
    byte[] padded = Arrays.copyOf(file, file.length + 5);
    Arrays.fill(padded, file.length - 2, padded.length - 2, (byte) 0);
    padded[padded.length - 2] = (byte) 0xFF;
    padded[padded.length - 1] = (byte) 0xD9;
    assertSamePicture(padded, file);
    assertSamePicture(Arrays.copyOf(file, file.length + 1000), file);

    padded[padded.length - 4] = 17;
    assertRefused(padded, IMAGE_CORRUPT);
  }

  @Test
  void shouldRefuseCodingsOfJpegThatFewCanRead() {
    byte[] arithmetic = texturedJpeg();
    arithmetic[find(arithmetic, 0xC0) + 1] = (byte) 0xC9;
    assertRefused(arithmetic, IMAGE_UNSUPPORTED_FORMAT);

    byte[] twelveBits = texturedJpeg();
    twelveBits[find(twelveBits, 0xC0) + 4] = 12;
    assertRefused(twelveBits, IMAGE_UNSUPPORTED_FORMAT);
  }

  @Test
  void shouldRefuseJpegWithoutAPicture() {
    assertRefused(bytes(0xFF, 0xD8, 0xFF, 0xD9), IMAGE_CORRUPT);
  }

  @Test
  void shouldRefusePngCutOffAnywhere() {
    byte[] file = png(4, 8, 2, new byte[][] {new byte[12], new byte[12]});
    for (int length = 8; length < file.length; length++) {
      assertRefused(Arrays.copyOf(file, length), IMAGE_TRUNCATED);
    }
  }

  @Test
  void shouldRefusePngWithAChangedByte() {
    byte[] file = png(4, 8, 2, new byte[][] {new byte[12], new byte[12]});
    int data = file.length - 12 - 4 - 3;
    file[data] ^= 1;

    assertThat(assertRefused(file, IMAGE_CORRUPT)).contains("IDAT").contains("CRC");
  }

  @Test
  void shouldRefusePngWithTooFewRows() {
    byte[] one = deflate(new byte[13]);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(png(4, 8, 2, new byte[][] {new byte[12]}), 0, 8);
    file.writeBytes(header(4, 50, 8, 2));
    file.writeBytes(chunk("IDAT", one));
    file.writeBytes(chunk("IEND"));

    assertRefused(file.toByteArray(), IMAGE_CORRUPT);
  }

  @Test
  void shouldRefusePngWithColoursPastThePalette() {
    byte[] palette = chunk("PLTE", bytes(1, 2, 3));

    assertRefused(png(1, 8, 3, new byte[][] {bytes(1)}, palette), IMAGE_CORRUPT);
    assertRefused(png(1, 8, 3, new byte[][] {bytes(0)}), IMAGE_CORRUPT);
  }

  @Test
  void shouldAcceptBytesBehindTheEndOfPng() {
    byte[] file = png(1, 8, 2, new byte[][] {bytes(1, 2, 3)});

    assertSamePicture(Arrays.copyOf(file, file.length + 10), file);
  }

  /** Damage never escapes as an exception, whatever it does to the decoders. */
  @Test
  void shouldAnswerRandomDamageWithAResult() {
    byte[][] files = {
      texturedJpeg(),
      jpeg(textured(96, 64), true),
      TestImages.write("png", new IIOImage(textured(40, 30), null, null), false)
    };
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 1500; i++) {
      byte[] damaged = files[i % files.length].clone();
      for (int k = 0; k < 1 + i % 8; k++) {
        damaged[random.nextInt(i % 2 == 0 ? 700 : damaged.length)] = (byte) random.nextInt(256);
      }
      refused += TestImages.decode(decoder, damaged) instanceof Rejected ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(1000);
  }

  private String assertRefused(byte[] file, Reason reason) {
    DecodeResult result = TestImages.decode(decoder, file);
    assertThat(result)
        .as("%d bytes", file == null ? -1 : file.length)
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> assertThat(rejected.reason()).as(rejected.detail()).isEqualTo(reason));
    return ((Rejected) result).detail();
  }

  private void assertSamePicture(byte[] file, byte[] original) {
    assertThat(TestImages.decode(decoder, file)).isInstanceOf(Decoded.class);
    assertThat(((Decoded) decoder.decode(file)).image().rgb())
        .isEqualTo(((Decoded) decoder.decode(original)).image().rgb());
  }

  private static int find(byte[] jpeg, int marker) {
    for (int i = 2; i + 1 < jpeg.length; i++) {
      if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) marker) {
        return i;
      }
    }
    throw new AssertionError("no marker " + marker);
  }
}

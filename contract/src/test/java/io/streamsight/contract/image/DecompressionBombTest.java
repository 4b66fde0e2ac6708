package io.streamsight.contract.image;

import static io.streamsight.contract.image.TestImages.bytes;
import static io.streamsight.contract.image.TestImages.chunk;
import static io.streamsight.contract.image.TestImages.header;
import static io.streamsight.contract.image.TestImages.png;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.streamsight.contract.Reason;
import io.streamsight.contract.image.DecodeResult.Decoded;
import io.streamsight.contract.image.DecodeResult.Rejected;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** Small files that would unpack to far more than a picture within the limit takes. */
class DecompressionBombTest {
  /** What the bombs unpack to. */
  private static final int UNPACKED = 256 << 20;

  /** A decoder that unpacks a bomb exceeds it; what the tiny pictures take does not come near. */
  private static final long FEW = 8 << 20;

  private static final byte[] BOMB = deflatedZeros(UNPACKED);

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  @Test
  void shouldBeSmallAsAFile() {
    assertThat(BOMB.length).isLessThan(UNPACKED / 500);
  }

  @Test
  void shouldUnpackNoMoreOfPngThanItsHeaderClaims() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(png(1, 8, 2, new byte[][] {bytes(1, 2, 3)}), 0, 8);
    file.writeBytes(header(4, 2, 8, 2));
    file.writeBytes(chunk("IDAT", BOMB));
    file.writeBytes(chunk("IEND"));

    Measured measured = decode(file.toByteArray());

    // The rows that the header claims are there and intact; what follows them is never read.
    assertThat(((Decoded) measured.result()).image().rgb()).isEqualTo(new byte[4 * 2 * 3]);
    assertThat(measured.allocated()).isLessThan(FEW);
  }

  @Test
  void shouldNotUnpackWhatIsNoPicture() {
    byte[] keyword = bytes('x', 0, 0);
    byte[] payload = new byte[keyword.length + BOMB.length];
    System.arraycopy(keyword, 0, payload, 0, keyword.length);
    System.arraycopy(BOMB, 0, payload, keyword.length, BOMB.length);

    for (String name : new String[] {"zTXt", "iCCP"}) {
      byte[] file = png(1, 8, 2, new byte[][] {bytes(1, 2, 3)}, chunk(name, payload));
      Measured measured = decode(file);
      assertThat(((Decoded) measured.result()).image().rgb()).containsExactly(1, 2, 3);
      assertThat(measured.allocated()).as(name).isLessThan(FEW);
    }
  }

  @Test
  void shouldRefuseAHeaderThatClaimsTooManyPixelsBeforeUnpackingThem() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(png(1, 8, 2, new byte[][] {bytes(1, 2, 3)}), 0, 8);
    file.writeBytes(header(10_000, UNPACKED / 10_000, 8, 0));
    file.writeBytes(chunk("IDAT", BOMB));
    file.writeBytes(chunk("IEND"));
    ImageDecoder small = new ImageDecoder(new ImageLimits(16 << 20, 1_000_000));

    Measured measured = decode(small, file.toByteArray());

    assertThat(measured.result())
        .isEqualTo(
            new Rejected(
                Reason.IMAGE_TOO_MANY_PIXELS, "10000 x 26843 pixels, the limit is 1000000"));
    assertThat(measured.allocated()).isLessThan(FEW);
  }

  /** Each scan of a progressive JPEG is a pass over all pixels, however few bytes it has. */
  @Test
  void shouldRefuseJpegOfThousandsOfScans() {
    byte[] jpeg = TestImages.jpeg(TestImages.textured(96, 64), true);
    int scan = lastScan(jpeg);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(jpeg, 0, jpeg.length - 2);
    for (int i = 0; i < 1_000; i++) {
      file.write(jpeg, scan, jpeg.length - 2 - scan);
    }
    file.writeBytes(bytes(0xFF, 0xD9));

    assertThat(decode(file.toByteArray()).result())
        .isEqualTo(new Rejected(Reason.IMAGE_CORRUPT, "more than 100 scans"));
  }

  private record Measured(DecodeResult result, long allocated) {}

  private Measured decode(byte[] file) {
    return decode(decoder, file);
  }

  private static Measured decode(ImageDecoder decoder, byte[] file) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    DecodeResult result = decoder.decode(file);
    return new Measured(result, threads.getCurrentThreadAllocatedBytes() - before);
  }

  private static int lastScan(byte[] jpeg) {
    for (int at = jpeg.length - 3; at > 0; at--) {
      if (jpeg[at] == (byte) 0xFF && jpeg[at + 1] == (byte) 0xDA) {
        return at;
      }
    }
    throw new AssertionError("no scan");
  }

  private static byte[] deflatedZeros(int count) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] zeros = new byte[1 << 20];
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      for (int i = 0; i < count; i += zeros.length) {
        out.write(zeros);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

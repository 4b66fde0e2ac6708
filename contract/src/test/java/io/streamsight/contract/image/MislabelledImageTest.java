package io.streamsight.contract.image;

import static io.streamsight.contract.image.TestImages.textured;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.Reason;
import io.streamsight.contract.image.DecodeResult.Decoded;
import io.streamsight.contract.image.DecodeResult.Rejected;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that are not what their name ({@code .jpg}) or media type says: neither reaches the
 * decoder, the first bytes decide.
 */
class MislabelledImageTest {
  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

  @Test
  void shouldTellJpegAndPngByTheirContent() {
    byte[] png = TestImages.write("png", new IIOImage(textured(8, 8), null, null), false);

    assertThat(((Decoded) decoder.decode(png)).format()).isEqualTo(ImageFormat.PNG);
    assertThat(((Decoded) decoder.decode(TestImages.texturedJpeg())).format())
        .isEqualTo(ImageFormat.JPEG);
  }

  /** As the files of each kind begin, from their specifications; \ is a zero byte. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "WebP, 'RIFF\\\\\\\\WEBPVP8 ', 52 49 46 46",
    "HEIC, '\\\\\\\u0018ftypheic\\\\\\\\mif1heic', 00 00 00 18 66 74 79 70",
    "AVIF, '\\\\\\\u0018ftypavif\\\\\\\\avifmif1', 00 00 00 18 66 74 79 70",
    "BMP, 'BM\u0046\\\\\\\\\\\\\u0036\\\\\\', 42 4d",
    "TIFF, 'II*\\\u0008\\\\\\', 49 49 2a 00",
    "PDF, '%PDF-1.7', 25 50 44 46",
    "HTML, '<html><body>404 Not Found</body></html>', 3c 68 74 6d",
    "text, 'this is no picture', 74 68 69 73"
  })
  void shouldRefuseOtherKindsAndShowHowTheyBegin(String kind, String start, String shown) {
    byte[] file = start.replace('\\', '\0').getBytes(StandardCharsets.ISO_8859_1);

    assertRefused(Arrays.copyOf(file, 4_000), shown);
  }

  @Test
  void shouldRefuseAnAnimatedGif() throws IOException {
    byte[] gif = animatedGif(3);
    assertThat(pictures(gif)).isEqualTo(3);

    assertRefused(gif, "47 49 46 38 39 61");
  }

  /** What a browser or an archive puts around a photo is not the photo. */
  @Test
  void shouldRefuseAJpegBehindOtherBytes() {
    byte[] jpeg = TestImages.texturedJpeg();
    byte[] shifted = new byte[jpeg.length + 3];
    System.arraycopy(jpeg, 0, shifted, 3, jpeg.length);
    shifted[0] = (byte) 0xEF; // the mark of UTF-8: a tool took the photo for text
    shifted[1] = (byte) 0xBB;
    shifted[2] = (byte) 0xBF;

    assertRefused(shifted, "ef bb bf ff d8");
  }

  private void assertRefused(byte[] file, String shown) {
    assertThat(TestImages.decode(decoder, file))
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(Reason.IMAGE_UNSUPPORTED_FORMAT);
              assertThat(rejected.detail()).startsWith("starts with " + shown);
            });
  }

  private static int pictures(byte[] gif) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(gif))) {
      reader.setInput(in);
      return reader.getNumImages(true);
    } finally {
      reader.dispose();
    }
  }

  private static byte[] animatedGif(int pictures) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < pictures; i++) {
        writer.writeToSequence(new IIOImage(textured(8, 8), null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}

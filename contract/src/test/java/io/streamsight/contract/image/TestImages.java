package io.streamsight.contract.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.image.CheckResult.Sound;
import io.streamsight.contract.image.DecodeResult.Decoded;
import io.streamsight.contract.image.DecodeResult.Rejected;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Image files made by code, odd ones too. */
final class TestImages {
  private TestImages() {}

  /** Decodes, and holds the check of the same file to the result. */
  static DecodeResult decode(ImageDecoder decoder, byte[] file) {
    DecodeResult result = decoder.decode(file);
    CheckResult expected =
        result instanceof Decoded decoded
            ? new Sound(decoded.format(), decoded.image().width(), decoded.image().height())
            : (Rejected) result;
    assertThat(decoder.check(file)).isEqualTo(expected);
    return result;
  }

  /** A picture with structure everywhere, so that lost data shows. */
  static BufferedImage textured(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Random random = new Random(7);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int noise = random.nextInt(40);
        int red = Math.min(255, x * 200 / width + noise);
        int green = Math.min(255, y * 200 / height + noise);
        image.setRGB(x, y, red << 16 | green << 8 | (120 + noise));
      }
    }
    return image;
  }

  static byte[] texturedJpeg() {
    return jpeg(textured(96, 64), false);
  }

  static byte[] jpeg(BufferedImage image, boolean progressive) {
    return write("jpeg", new IIOImage(image, null, null), progressive);
  }

  /** A JPEG that stores these samples as they are: no markers of colour, no subsampling. */
  static byte[] rawJpeg(int width, int height, int... pixel) {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, pixel.length, null);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, pixel);
      }
    }
    return write("jpeg", new IIOImage(raster, List.of(), null), false);
  }

  static byte[] write(String format, IIOImage image, boolean progressive) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (format.equals("jpeg")) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(1);
      }
      if (progressive) {
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.write(null, image, param);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Inserts an application segment right after the start marker. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] payload) {
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + payload.length + 4);
    file.put(jpeg, 0, 2).put((byte) 0xFF).put((byte) marker);
    file.putShort((short) (payload.length + 2)).put(payload);
    return file.put(jpeg, 2, jpeg.length - 2).array();
  }

  static byte[] withAdobe(byte[] jpeg, int transform) {
    byte[] payload = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
    return withSegment(jpeg, 0xEE, payload);
  }

  /** An Exif block of one directory: the camera's make before the orientation. */
  static byte[] exif(int orientation, boolean littleEndian) {
    ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 24 + 4);
    tiff.put((littleEndian ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
    if (littleEndian) {
      tiff.order(java.nio.ByteOrder.LITTLE_ENDIAN);
    }
    tiff.putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x010F).putShort((short) 2).putInt(4).putInt(0x00434241);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0).putInt(0);
    return tiff.array();
  }

  static byte[] withOrientation(byte[] jpeg, int orientation, boolean littleEndian) {
    byte[] tiff = exif(orientation, littleEndian);
    byte[] payload = new byte[tiff.length + 6];
    System.arraycopy("Exif\0\0".getBytes(StandardCharsets.US_ASCII), 0, payload, 0, 6);
    System.arraycopy(tiff, 0, payload, 6, tiff.length);
    return withSegment(jpeg, 0xE1, payload);
  }

  /**
   * A PNG of the given samples.
   *
   * @param rows packed as PNG has them, without the filter byte
   * @param before further chunks between header and data
   */
  static byte[] png(int width, int bitDepth, int colourType, byte[][] rows, byte[]... before) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (byte[] row : rows) {
      raw.write(0);
      raw.writeBytes(row);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    file.writeBytes(header(width, rows.length, bitDepth, colourType));
    for (byte[] chunk : before) {
      file.writeBytes(chunk);
    }
    file.writeBytes(chunk("IDAT", deflate(raw.toByteArray())));
    file.writeBytes(chunk("IEND"));
    return file.toByteArray();
  }

  static byte[] header(int width, int height, int bitDepth, int colourType) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    return chunk("IHDR", header.put((byte) bitDepth).put((byte) colourType).array());
  }

  static byte[] chunk(String name, byte... payload) {
    ByteBuffer chunk = ByteBuffer.allocate(payload.length + 12).putInt(payload.length);
    chunk.put(name.getBytes(StandardCharsets.US_ASCII)).put(payload);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, payload.length + 4);
    return chunk.putInt((int) crc.getValue()).array();
  }

  static byte[] deflate(byte[] raw) {
    Deflater deflater = new Deflater();
    deflater.setInput(raw);
    deflater.finish();
    byte[] out = new byte[raw.length + 64];
    int length = deflater.deflate(out);
    deflater.end();
    return java.util.Arrays.copyOf(out, length);
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}

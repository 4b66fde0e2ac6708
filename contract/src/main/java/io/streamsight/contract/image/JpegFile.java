package io.streamsight.contract.image;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * The structure of a JPEG file (ITU T.81, annex B), read without decoding.
 *
 * @param width as stored, before the orientation is applied
 * @param height as stored
 * @param colour what the samples mean
 * @param orientation Exif's, 1 to 8
 * @param stream the picture alone: application segments and comments removed but for one that
 *     states the colour. Readers stumble over them (profiles, thumbnails, odd versions), and
 *     nothing in them that counts is left unread.
 */
record JpegFile(int width, int height, JpegColour colour, int orientation, byte[] stream) {
  private static final int SOF0 = 0xC0;
  private static final int SOF1 = 0xC1;
  private static final int SOF2 = 0xC2;
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int DQT = 0xDB;
  private static final int DHT = 0xC4;
  private static final int JPG = 0xC8;
  private static final int DRI = 0xDD;
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;

  /** Encoders write about ten; each costs a pass over all pixels, so thousands are an attack. */
  private static final int MAX_SCANS = 100;

  static JpegFile parse(byte[] file, ImageLimits limits) throws RefusedImage {
    return new Parser(file, limits).parse();
  }

  /**
   * What the reader holds beside the RGB: the samples as stored and a row or two, where it does not
   * convert them itself.
   */
  long readerBytes() {
    int samples = colour.samples();
    return samples == 3 ? 0 : (height + 2L) * width * samples;
  }

  private static final class Parser {
    private final byte[] file;
    private final ImageLimits limits;
    private final ByteScanner in;
    private final ByteArrayOutputStream kept;
    private int width;
    private int height;
    private int[] components;
    private boolean jfif;
    private int adobeTransform = JpegColour.NO_ADOBE;
    private int orientation = Orientation.UPRIGHT;
    private int scans;

    Parser(byte[] file, ImageLimits limits) {
      this.file = file;
      this.limits = limits;
      this.in = new ByteScanner(file, 2);
      this.kept = new ByteArrayOutputStream(file.length);
    }

    JpegFile parse() throws RefusedImage {
      for (int marker = nextMarker(); marker != EOI; marker = nextMarker()) {
        segment(marker);
      }
      marker(EOI);
      if (scans == 0) {
        throw RefusedImage.corrupt("no picture before the end marker");
      }
      JpegColour colour = JpegColour.of(components, jfif, adobeTransform);
      return new JpegFile(width, height, colour, orientation, stream(colour.marker()));
    }

    private byte[] stream(byte[] colourMarker) {
      byte[] stream = new byte[2 + colourMarker.length + kept.size()];
      stream[0] = (byte) 0xFF;
      stream[1] = (byte) SOI;
      System.arraycopy(colourMarker, 0, stream, 2, colourMarker.length);
      System.arraycopy(kept.toByteArray(), 0, stream, 2 + colourMarker.length, kept.size());
      return stream;
    }

    private int nextMarker() throws RefusedImage {
      if (in.remaining() == 0) {
        throw RefusedImage.truncated("no end marker in " + file.length + " bytes");
      }
      if (in.u8() != 0xFF) {
        throw RefusedImage.corrupt("no marker at byte " + (in.position() - 1));
      }
      int marker = in.u8();
      while (marker == 0xFF) { // any number of fill bytes may precede a marker
        marker = in.u8();
      }
      return marker;
    }

    private void segment(int marker) throws RefusedImage {
      int start = in.position();
      int length = in.u16();
      if (length < 2) {
        throw RefusedImage.corrupt("a segment of length " + length + " at byte " + start);
      }
      in.skip(length - 2);
      int payload = start + 2;
      switch (marker) {
        case DQT, DHT, DRI -> keep(marker, start, start + length);
        case SOS -> {
          scan();
          keep(marker, start, in.position());
        }
        case APP0 -> jfif |= hasText(payload, length - 2, "JFIF\0");
        case APP1 -> {
          if (hasText(payload, length - 2, "Exif\0\0")) {
            orientation = Orientation.ofExif(file, payload + 6, start + length);
          }
        }
        case APP14 -> {
          if (length >= 14 && hasText(payload, length - 2, "Adobe")) {
            adobeTransform = file[payload + 11] & 0xFF;
          }
        }
        case SOF0, SOF1, SOF2 -> {
          frame(payload, length - 2);
          keep(marker, start, start + length);
        }
        default -> {
          if (marker < SOF0 || (marker >= 0xD0 && marker <= 0xD8)) {
            throw RefusedImage.corrupt(String.format(Locale.ROOT, "marker ff %02x", marker));
          } else if (marker < APP0 && marker != JPG) {
            throw RefusedImage.unsupported(
                String.format(
                    Locale.ROOT,
                    "JPEG with marker ff %02x; only baseline, extended and progressive Huffman"
                        + " coding are read",
                    marker));
          }
          // Else an application segment, a comment or a reserved one: nothing of the picture.
        }
      }
    }

    private void frame(int payload, int length) throws RefusedImage {
      if (components != null) {
        throw RefusedImage.corrupt("a second frame header at byte " + payload);
      }
      ByteScanner header = new ByteScanner(file, payload);
      int bits = header.u8();
      if (bits != 8) {
        throw RefusedImage.unsupported("JPEG with " + bits + " bits a sample; 8 are read");
      }
      height = header.u16();
      width = header.u16();
      int count = header.u8();
      if (length != 6 + 3 * count) {
        throw RefusedImage.corrupt(
            "a frame header of " + length + " bytes for " + count + " components");
      }
      limits.check(width, height);
      components = new int[count];
      for (int i = 0; i < count; i++) {
        components[i] = header.u8();
        header.skip(2);
      }
    }

    /** Moves to the marker behind the entropy-coded bytes. */
    private void scan() throws RefusedImage {
      if (components == null) {
        throw RefusedImage.corrupt("a scan before the frame header");
      }
      if (++scans > MAX_SCANS) {
        throw RefusedImage.corrupt("more than " + MAX_SCANS + " scans");
      }
      int at = in.position();
      while (at + 1 < file.length) {
        if (file[at] == (byte) 0xFF) {
          int next = file[at + 1] & 0xFF;
          if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) {
            in.skip(at - in.position());
            return;
          }
        }
        at++;
      }
      throw RefusedImage.truncated("no end marker in " + file.length + " bytes");
    }

    private boolean hasText(int from, int length, String text) {
      if (length < text.length()) {
        return false;
      }
      for (int i = 0; i < text.length(); i++) {
        if (file[from + i] != text.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private void keep(int marker, int from, int to) {
      marker(marker);
      kept.write(file, from, to - from);
    }

    private void marker(int marker) {
      kept.write(0xFF);
      kept.write(marker);
    }
  }
}

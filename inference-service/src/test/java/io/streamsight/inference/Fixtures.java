package io.streamsight.inference;

import io.streamsight.local.pictures.DrawnPictures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Models and pictures to test with. */
final class Fixtures {
  static final String PETS = "pets";

  /** Two trained models of the same interface; src/test/resources/models says how they came. */
  static final byte[] FIRST = resource("models/first.onnx");

  static final byte[] SECOND = resource("models/second.onnx");

  /** The runtime fails at a picture whose first pixel is white. */
  static final byte[] FAILS_ON_WHITE = resource("models/fails-on-white.onnx");

  private static final DrawnPictures PICTURES = new DrawnPictures(1);
  private static final Map<Integer, byte[]> DRAWN = new ConcurrentHashMap<>();

  private Fixtures() {}

  private static byte[] resource(String name) {
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bias of a model file's last layer: its initializer's four bytes. */
  static float bias(byte[] onnx) {
    String name = "dense.biasJ\u0004";
    int at = new String(onnx, StandardCharsets.ISO_8859_1).indexOf(name) + name.length();
    return ByteBuffer.wrap(onnx, at, Float.BYTES).order(ByteOrder.LITTLE_ENDIAN).getFloat();
  }

  /** A drawn cat (even) or dog (odd), a picture of its own for every seed. */
  static byte[] jpeg(int seed) {
    return DRAWN.computeIfAbsent(
        seed, s -> PICTURES.jpeg(PICTURES.labels().get(Math.floorMod(s, 2)), s));
  }

  /** A JPEG that ends in the middle. */
  static byte[] truncated(int seed) {
    byte[] whole = jpeg(seed);
    return Arrays.copyOf(whole, whole.length / 2);
  }

  /** The same model, but its self-test asks for another score. */
  static byte[] withOtherExpectation(byte[] onnx) {
    String bytes = new String(onnx, StandardCharsets.ISO_8859_1);
    Matcher score = Pattern.compile("\"scores\":\\[0\\.(\\d)").matcher(bytes);
    if (!score.find()) {
      throw new IllegalArgumentException("the file has no self-test");
    }
    byte[] other = onnx.clone();
    other[score.start(1)] = (byte) (score.group(1).equals("1") ? '2' : '1');
    return other;
  }

  /** The same file with one text in place of another of the same length, wherever it stands. */
  static byte[] replaced(byte[] file, String from, String to) {
    String bytes = new String(file, StandardCharsets.ISO_8859_1);
    if (from.length() != to.length() || !bytes.contains(from)) {
      throw new IllegalArgumentException("can't replace '%s' by '%s'".formatted(from, to));
    }
    return bytes.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }
}

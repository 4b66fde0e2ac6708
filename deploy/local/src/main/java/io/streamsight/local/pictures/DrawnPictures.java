package io.streamsight.local.pictures;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The demo's data set: faces of cats and dogs, drawn by code, so that no photo has to be shipped.
 *
 * <p>The classes differ by shape alone. Pose, size, colours, background, light, noise and JPEG
 * quality come from the same distributions for both, so that a linear model on the pixels learns
 * little, and a convolutional net has to look for ears, muzzles and whiskers.
 *
 * <p>A picture follows from the seed, its label and its index: the same Java runtime draws the same
 * bytes again. (Another runtime may smooth edges differently.) Safe for use by many threads.
 */
public final class DrawnPictures {
  private static final String CAT = "cat";
  private static final String DOG = "dog";
  private static final List<String> LABELS = List.of(CAT, DOG);

  private static final int MIN_SIDE = 120;
  private static final int MAX_SIDE = 260;

  private final long seed;

  public DrawnPictures(long seed) {
    this.seed = seed;
  }

  /** What can be drawn, sorted, as the labels of a model are. */
  public List<String> labels() {
    return LABELS;
  }

  /**
   * Draws one picture, 120 to 260 pixels on each side.
   *
   * @param label one of {@link #labels()}
   * @param index any number; each gives another picture
   * @return a JPEG file
   */
  public byte[] jpeg(String label, int index) {
    Random random = random(label, index);
    BufferedImage image = draw(label, side(random), side(random), random);
    Scene.addNoise(image, random);
    return JpegEncoder.encode(image, quality(random));
  }

  /**
   * Draws one picture of a given size, without the camera's noise: its file has about as many bytes
   * as a photo of that size.
   *
   * @param label one of {@link #labels()}
   * @param index any number; each gives another picture
   * @return a JPEG file
   */
  public byte[] smoothJpeg(String label, int index, int width, int height) {
    Random random = random(label, index);
    return JpegEncoder.encode(draw(label, width, height, random), quality(random));
  }

  private static BufferedImage draw(String label, int width, int height, Random random) {
    if (!LABELS.contains(label)) {
      throw new IllegalArgumentException("label '" + label + "' is none of " + LABELS);
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    Scene.paintBackground(graphics, image.getWidth(), image.getHeight(), random);
    new Face(graphics, random).paint(label.equals(CAT), image.getWidth(), image.getHeight());
    Scene.paintLight(graphics, image.getWidth(), image.getHeight(), random);
    graphics.dispose();
    return image;
  }

  private static float quality(Random random) {
    return 0.5f + 0.45f * random.nextFloat();
  }

  /**
   * A picture whose file was cut off in the middle, as a broken upload leaves it. The header is
   * whole: lenient decoders show it half grey.
   */
  public byte[] broken(String label, int index) {
    byte[] whole = jpeg(label, index);
    return Arrays.copyOf(whole, whole.length * 6 / 10);
  }

  private Random random(String label, int index) {
    // Random's own scrambling is weak for neighbouring seeds: spread them first (SplitMix64's mix).
    long z = seed * 0x9E3779B97F4A7C15L + label.hashCode() * 0xD1B54A32D192ED03L + index;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return new Random(z ^ z >>> 31);
  }

  private static int side(Random random) {
    return MIN_SIDE + random.nextInt(MAX_SIDE - MIN_SIDE + 1);
  }
}

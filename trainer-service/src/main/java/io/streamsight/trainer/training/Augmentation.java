package io.streamsight.trainer.training;

import static io.streamsight.trainer.training.Settings.requireWithin;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Random changes of a training picture. It is mirrored, then turned and zoomed about its centre,
 * then a part of it is cut out and stretched to the whole: all one {@link Warp}. Then its colours
 * change: {@link Colours}.
 *
 * @param flip whether half of the pictures are mirrored left to right
 * @param rotation up to this much each way, in full turns, 0 to 0.5
 * @param zoom factor within 1 - zoom to 1 + zoom on both axes, above 1 zooms out, 0 to 0.9
 * @param crop smallest share of the area that is cut out, the largest is 1; 0.05 to 1, 1: off
 * @param cropAspect width to height of what is cut out, at most, in units of the picture's own; the
 *     inverse at least; 0 or 1 to 4, 0: the picture's own
 * @param brightness factor within 1 - brightness to 1 + brightness; 0 to 1
 * @param contrast the same for the distance from the picture's mean grey
 * @param saturation the same for the distance from each pixel's grey
 */
public record Augmentation(
    boolean flip,
    double rotation,
    double zoom,
    double crop,
    double cropAspect,
    double brightness,
    double contrast,
    double saturation) {
  /** The picture as it is. */
  public static final Augmentation NONE = new Augmentation(false, 0, 0, 1, 0, 0, 0, 0);

  public Augmentation {
    requireWithin("rotation", rotation, 0, 0.5);
    requireWithin("zoom", zoom, 0, 0.9);
    requireWithin("crop", crop, 0.05, 1);
    if (cropAspect != 0) {
      requireWithin("cropAspect", cropAspect, 1, 4);
    }
    requireWithin("brightness", brightness, 0, 1);
    requireWithin("contrast", contrast, 0, 1);
    requireWithin("saturation", saturation, 0, 1);
  }

  static Augmentation of(Settings settings) {
    return new Augmentation(
        settings.flag("flip"),
        settings.number("rotation"),
        settings.number("zoom"),
        settings.number("crop"),
        settings.number("cropAspect"),
        settings.number("brightness"),
        settings.number("contrast"),
        settings.number("saturation"));
  }

  Map<String, Object> settings() {
    return Map.of(
        "flip", flip,
        "rotation", rotation,
        "zoom", zoom,
        "crop", crop,
        "cropAspect", cropAspect,
        "brightness", brightness,
        "contrast", contrast,
        "saturation", saturation);
  }

  /** For one picture; the same numbers are drawn whatever is on, so settings can be compared. */
  Warp drawWarp(RandomGenerator random, int height, int width) {
    boolean mirrored = random.nextDouble() < 0.5 && flip;
    double angle = signed(random) * rotation * 2 * Math.PI;
    double scale = 1 + signed(random) * zoom;
    double area = 1 - random.nextDouble() * (1 - crop);
    // The logarithm of the aspect is uniform: as often twice as wide as twice as high. No part is
    // wider or higher than the picture.
    double widest =
        cropAspect == 0 ? 0 : Math.min(StrictMath.log(cropAspect), -StrictMath.log(area));
    double aspect = StrictMath.exp(signed(random) * widest);
    double across = Math.min(1, Math.sqrt(area * aspect));
    double along = Math.min(1, Math.sqrt(area / aspect));
    double right = signed(random) * (1 - across) / 2 * width;
    double down = signed(random) * (1 - along) / 2 * height;
    double cos = scale * StrictMath.cos(angle);
    double sin = scale * StrictMath.sin(angle);
    int sign = mirrored ? -1 : 1;
    return Warp.linear(sign * cos, -sign * sin, sin, cos).ofPart(across, along, right, down);
  }

  Colours drawColours(RandomGenerator random) {
    return new Colours(
        1 + signed(random) * brightness,
        1 + signed(random) * contrast,
        1 + signed(random) * saturation);
  }

  /** -1 to 1. */
  private static double signed(RandomGenerator random) {
    return 2 * random.nextDouble() - 1;
  }
}

package io.streamsight.local.pictures;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/** What surrounds the face: background, light and the camera's noise; the same for all labels. */
final class Scene {
  private Scene() {}

  static void paintBackground(Graphics2D graphics, int width, int height, Random random) {
    graphics.setPaint(
        new GradientPaint(
            random.nextInt(width),
            0,
            anyColour(random),
            random.nextInt(width),
            height,
            anyColour(random)));
    graphics.fillRect(0, 0, width, height);
    switch (random.nextInt(3)) {
      case 0 -> paintStripes(graphics, width, height, random);
      case 1 -> paintBlobs(graphics, width, height, random);
      default -> {}
    }
  }

  private static void paintStripes(Graphics2D graphics, int width, int height, Random random) {
    AffineTransform before = graphics.getTransform();
    graphics.rotate(random.nextDouble() * Math.PI, width / 2.0, height / 2.0);
    graphics.setPaint(anyColour(random));
    double reach = Math.hypot(width, height);
    double step = 12 + random.nextDouble() * 40;
    double thickness = step * (0.2 + 0.5 * random.nextDouble());
    for (double x = -reach; x < 2 * reach; x += step) {
      graphics.fill(new Rectangle2D.Double(x, -reach, thickness, 3 * reach));
    }
    graphics.setTransform(before);
  }

  private static void paintBlobs(Graphics2D graphics, int width, int height, Random random) {
    int count = 4 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      graphics.setPaint(anyColour(random));
      double w = width * (0.05 + 0.3 * random.nextDouble());
      double h = height * (0.05 + 0.3 * random.nextDouble());
      double x = random.nextDouble() * width - w / 2;
      double y = random.nextDouble() * height - h / 2;
      graphics.fill(new Ellipse2D.Double(x, y, w, h));
    }
  }

  /** Darkens one side and brightens the other. */
  static void paintLight(Graphics2D graphics, int width, int height, Random random) {
    double angle = random.nextDouble() * 2 * Math.PI;
    float reach = Math.max(width, height) / 2f;
    float dx = (float) Math.cos(angle) * reach;
    float dy = (float) Math.sin(angle) * reach;
    Color dark = new Color(0, 0, 0, random.nextInt(120));
    Color bright = new Color(255, 255, 255, random.nextInt(80));
    float x = width / 2f;
    float y = height / 2f;
    graphics.setPaint(new GradientPaint(x - dx, y - dy, dark, x + dx, y + dy, bright));
    graphics.fillRect(0, 0, width, height);
  }

  static void addNoise(BufferedImage image, Random random) {
    double strength = 14 * random.nextDouble();
    var raster = image.getRaster();
    int[] row = new int[image.getWidth() * 3];
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, image.getWidth(), 1, row);
      for (int i = 0; i < row.length; i++) {
        // The sum of two uniform numbers: near enough to a bell, and fast.
        double noise = random.nextFloat() + random.nextFloat() - 1;
        row[i] = (int) Math.max(0, Math.min(255, row[i] + noise * 2 * strength));
      }
      raster.setPixels(0, y, image.getWidth(), 1, row);
    }
  }

  static Color anyColour(Random random) {
    float saturation = 0.7f * random.nextFloat();
    return Color.getHSBColor(random.nextFloat(), saturation, 0.15f + 0.8f * random.nextFloat());
  }
}

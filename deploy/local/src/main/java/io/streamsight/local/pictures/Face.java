package io.streamsight.local.pictures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.Random;

/**
 * Draws one animal's face. Coordinates: the head's middle is the origin, its half width about 1, y
 * points down.
 */
final class Face {
  private final Graphics2D graphics;
  private final Random random;
  private final Color fur;
  private final Color marking;
  private final Color dark;
  private final Color eye;
  private final Color pink;

  Face(Graphics2D graphics, Random random) {
    this.graphics = graphics;
    this.random = random;
    this.fur = furColour();
    this.marking = furColour();
    this.dark = shade(random.nextInt(45));
    this.eye = Color.getHSBColor(random.nextFloat(), 0.5f, 0.6f + 0.4f * random.nextFloat());
    this.pink = Color.getHSBColor(0.95f + 0.08f * random.nextFloat(), 0.45f, 0.85f);
  }

  /** Somewhere in a picture of that size, tilted, turned a little, perhaps mirrored. */
  void paint(boolean cat, int width, int height) {
    AffineTransform before = graphics.getTransform();
    double size = Math.min(width, height) * between(0.24, 0.36);
    double free = 1.15 * size;
    graphics.translate(
        width / 2.0 + between(-1, 1) * Math.max(0, width / 2.0 - free),
        height / 2.0 + between(-1, 1) * Math.max(0, height / 2.0 - free));
    graphics.rotate(between(-0.5, 0.5));
    graphics.scale(random.nextBoolean() ? size : -size, size);
    graphics.scale(between(0.88, 1.12), between(0.88, 1.12));
    graphics.shear(between(-0.12, 0.12), 0);
    if (cat) {
      paintCat();
    } else {
      paintDog();
    }
    graphics.setTransform(before);
  }

  private void paintCat() {
    double tip = between(1.25, 1.6);
    double spread = between(0.6, 0.85);
    for (int side = -1; side <= 1; side += 2) {
      fill(fur, triangle(side * 0.95, -0.2, side * spread, -tip, side * 0.12, -0.72));
      fill(pink, triangle(side * 0.8, -0.5, side * spread, -tip + 0.28, side * 0.35, -0.76));
    }
    fill(fur, oval(0, 0, between(0.95, 1.08), between(0.82, 0.92)));
    patch();
    eyes(between(0.36, 0.45), -0.12, between(0.2, 0.26), between(0.13, 0.2), 0.07, 0.16);
    if (random.nextBoolean()) {
      fill(marking, oval(-0.17, 0.44, 0.24, 0.19));
      fill(marking, oval(0.17, 0.44, 0.24, 0.19));
    }
    fill(random.nextBoolean() ? pink : dark, triangle(-0.13, 0.2, 0.13, 0.2, 0, 0.35));
    mouth(0.35, 0.22);
    Color whisker = shade(random.nextBoolean() ? 20 : 235);
    for (int side = -1; side <= 1; side += 2) {
      for (int i = -1; i <= 1; i++) {
        double y = 0.4 + 0.09 * i;
        Path2D path = new Path2D.Double();
        path.moveTo(side * 0.25, y);
        path.quadTo(side * 0.75, y + 0.1 * i, side * between(1.15, 1.4), y + 0.22 * i);
        stroke(whisker, 0.035, path);
      }
    }
  }

  private void paintDog() {
    fill(fur, oval(0, 0, between(0.8, 0.95), between(0.9, 1.02)));
    patch();
    eyes(between(0.32, 0.42), -0.22, between(0.12, 0.17), between(0.12, 0.17), 0.09, 0.1);
    double length = between(0.5, 0.65);
    if (random.nextInt(3) > 0) {
      tongue();
    }
    fill(
        random.nextBoolean() ? marking : fur.brighter(),
        oval(0, 0.42, between(0.42, 0.52), length));
    fill(dark, oval(0, 0.18, between(0.2, 0.27), between(0.14, 0.19)));
    mouth(0.36, 0.3);
    Color ear = random.nextBoolean() ? fur.darker() : marking;
    double outwards = between(0.05, 0.45);
    double drop = between(0.5, 0.68);
    for (int side = -1; side <= 1; side += 2) {
      AffineTransform before = graphics.getTransform();
      graphics.translate(side * 0.72, -0.66);
      graphics.rotate(-side * outwards);
      fill(ear, oval(side * 0.1, drop * 0.85, between(0.25, 0.33), drop));
      graphics.setTransform(before);
    }
  }

  private void eyes(double x, double y, double rx, double ry, double pupilX, double pupilY) {
    for (int side = -1; side <= 1; side += 2) {
      fill(eye, oval(side * x, y, rx, ry));
      fill(dark, oval(side * x, y, pupilX, Math.min(pupilY, ry)));
    }
  }

  private void mouth(double top, double width) {
    Path2D path = new Path2D.Double();
    path.moveTo(-width, top + 0.22);
    path.quadTo(-width / 3, top + 0.36, 0, top + 0.14);
    path.quadTo(width / 3, top + 0.36, width, top + 0.22);
    stroke(dark, 0.05, path);
    Path2D line = new Path2D.Double();
    line.moveTo(0, top - 0.05);
    line.lineTo(0, top + 0.14);
    stroke(dark, 0.05, line);
  }

  private void tongue() {
    fill(pink.darker(), oval(between(-0.12, 0.12), 1.0, 0.17, between(0.25, 0.4)));
  }

  /** A marking somewhere in the face, on animals of both kinds. */
  private void patch() {
    if (random.nextBoolean()) {
      fill(
          marking,
          oval(between(-0.5, 0.5), between(-0.5, 0.1), between(0.15, 0.4), between(0.15, 0.35)));
    }
  }

  private Color furColour() {
    if (random.nextInt(3) == 0) {
      return shade(30 + random.nextInt(215));
    }
    return Color.getHSBColor(
        (float) between(0.02, 0.13), (float) between(0.15, 0.75), (float) between(0.2, 0.95));
  }

  private static Color shade(int value) {
    return new Color(value, value, value);
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private void fill(Color colour, Shape shape) {
    graphics.setPaint(colour);
    graphics.fill(shape);
  }

  private void stroke(Color colour, double thickness, Shape shape) {
    graphics.setPaint(colour);
    graphics.setStroke(
        new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(shape);
  }

  private static Shape oval(double x, double y, double rx, double ry) {
    return new Ellipse2D.Double(x - rx, y - ry, 2 * rx, 2 * ry);
  }

  private static Shape triangle(double ax, double ay, double bx, double by, double cx, double cy) {
    Path2D path = new Path2D.Double();
    path.moveTo(ax, ay);
    path.lineTo(bx, by);
    path.lineTo(cx, cy);
    path.closePath();
    return path;
  }
}

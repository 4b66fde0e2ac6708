package io.streamsight.trainer.training;

/**
 * Where the pixel of the output comes from, both relative to the centre, in pixels, right and down:
 * x' = a x + b y + e, y' = c x + d y + f.
 */
record Warp(double a, double b, double c, double d, double e, double f) {
  static Warp linear(double a, double b, double c, double d) {
    return new Warp(a, b, c, d, 0, 0);
  }

  /** Pixels to the right of the centre that what lies at (right, down) in the output comes from. */
  double x(double right, double down) {
    return a * right + b * down + e;
  }

  /** The same, below the centre. */
  double y(double right, double down) {
    return c * right + d * down + f;
  }

  /** Every pixel stays. */
  boolean nothing() {
    return a == 1 && b == 0 && c == 0 && d == 1 && e == 0 && f == 0;
  }

  /**
   * The same of a part only, stretched to the whole.
   *
   * @param across and along: the part's share of width and height
   * @param right and down: from the picture's centre to the part's, pixels
   */
  Warp ofPart(double across, double along, double right, double down) {
    return new Warp(a * across, b * along, c * across, d * along, x(right, down), y(right, down));
  }

  /**
   * The same for an output of another size.
   *
   * @param across and along: columns and rows of the picture for one of the output
   */
  Warp stretched(double across, double along) {
    return new Warp(a * across, b * along, c * across, d * along, e, f);
  }
}

package io.streamsight.inference.model;

/** Rows and columns of an activation map. */
public record MapSize(int height, int width) {
  public int cells() {
    return height * width;
  }
}

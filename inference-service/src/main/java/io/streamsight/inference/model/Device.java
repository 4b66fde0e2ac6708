package io.streamsight.inference.model;

import java.util.Locale;

/** What computes in fact. */
public enum Device {
  CPU,
  CUDA;

  /** {@code cpu} or {@code cuda}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package io.streamsight.inference.model;

import io.streamsight.contract.model.SelfTest;
import java.util.Locale;

/** What computes in fact. */
public enum Device {
  CPU(SelfTest.TOLERANCE),
  /** Convolutions sum in another order there: ten times the tolerance, with TF32 off. */
  CUDA(10 * SelfTest.TOLERANCE);

  private final float tolerance;

  Device(float tolerance) {
    this.tolerance = tolerance;
  }

  /** Largest difference of a score from the one that was computed when the model was made. */
  public float tolerance() {
    return tolerance;
  }

  /** {@code cpu} or {@code cuda}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}

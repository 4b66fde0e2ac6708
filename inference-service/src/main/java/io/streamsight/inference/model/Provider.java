package io.streamsight.inference.model;

/** The values of {@code streamsight.inference.provider}. */
public enum Provider {
  /** CUDA where it works, else the CPU, said loudly. */
  AUTO,
  /** CUDA, or refuse. */
  CUDA,
  CPU
}

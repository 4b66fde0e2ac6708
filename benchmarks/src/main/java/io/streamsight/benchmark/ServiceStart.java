package io.streamsight.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long the service takes from the start of its process until a model serves. */
final class ServiceStart {
  private static final int VERSIONS = 500;

  private final Path home;
  private final Path folder;
  private final Path model;

  /**
   * Seconds until a model serves, with so many versions in the registry.
   *
   * @param one the champion and nothing else
   * @param many five hundred more, of which none is champion
   */
  record Result(double one, double many) {}

  ServiceStart(Path home, Path folder, Path model) {
    this.home = home;
    this.folder = folder;
    this.model = model;
  }

  Result measure() throws IOException, InterruptedException {
    byte[] onnx = Files.readAllBytes(model);
    try (var system = InferenceSystem.start(home, folder, true, "at-least-once")) {
      system.models().publish(InferenceSystem.MODEL, onnx);
      system.models().champion(InferenceSystem.MODEL, null, 1);
      system.awaitReady();
    }
    double one;
    try (var system = again()) {
      one = system.awaitReady();
      for (int i = 0; i < VERSIONS; i++) {
        system.models().publish(InferenceSystem.MODEL, differing(onnx, i));
      }
    }
    try (var system = again()) {
      return new Result(one, system.awaitReady());
    }
  }

  private InferenceSystem again() throws IOException, InterruptedException {
    return InferenceSystem.start(home, folder, false, "at-least-once");
  }

  /** Never read, so it need not be a model; its key and its bytes are its own. */
  private static byte[] differing(byte[] onnx, int i) {
    byte[] other = onnx.clone();
    other[other.length - 1 - i % 8] ^= (byte) (1 + i / 8);
    return other;
  }
}

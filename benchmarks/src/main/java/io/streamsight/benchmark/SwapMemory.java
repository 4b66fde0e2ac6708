package io.streamsight.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What swaps leave behind in memory. */
final class SwapMemory {
  private static final int EARLY = 20;
  private static final int LATE = 200;

  private final Path home;
  private final Path folder;
  private final Path model;

  /**
   * Resident bytes of the service, and seconds of a swap.
   *
   * @param early after 20 swaps: the collector and ONNX Runtime have what they want by then
   * @param late after 200
   */
  record Result(long early, long late, double secondsASwap) {}

  SwapMemory(Path home, Path folder, Path model) {
    this.home = home;
    this.folder = folder;
    this.model = model;
  }

  Result measure() throws IOException, InterruptedException {
    byte[] onnx = Files.readAllBytes(model);
    try (var system = InferenceSystem.start(home, folder, true, "at-least-once")) {
      system.models().repeat(InferenceSystem.MODEL, onnx, 2);
      system.models().champion(InferenceSystem.MODEL, null, 1);
      system.awaitReady();
      swap(system, 0, EARLY);
      long early = system.resident();
      long began = System.nanoTime();
      swap(system, EARLY, LATE);
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Result(early, system.resident(), seconds / (LATE - EARLY));
    }
  }

  private static void swap(InferenceSystem system, int from, int to) throws InterruptedException {
    for (int i = from; i < to; i++) {
      int next = 2 - i % 2;
      system.models().champion(InferenceSystem.MODEL, 1 + i % 2, next);
      system.awaitVersion(next);
    }
  }
}

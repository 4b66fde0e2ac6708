package io.streamsight.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What swaps leave behind in memory. */
final class SwapMemory {
  private static final List<Integer> LOOKS = List.of(20, 200, 400, 600);

  private final Path home;
  private final Path folder;
  private final Path model;

  /**
   * @param resident bytes of the service, by the number of swaps until then. After 20 the collector
   *     and ONNX Runtime have most of what they want
   */
  record Result(SortedMap<Integer, Long> resident, double secondsASwap) {}

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
      SortedMap<Integer, Long> resident = new TreeMap<>();
      long began = System.nanoTime();
      int swaps = 0;
      for (int look : LOOKS) {
        swap(system, swaps, look);
        swaps = look;
        resident.put(look, system.resident());
      }
      return new Result(resident, (System.nanoTime() - began) / 1e9 / swaps);
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

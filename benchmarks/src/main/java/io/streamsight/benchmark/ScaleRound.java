package io.streamsight.benchmark;

import io.streamsight.contract.event.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a log of so many images costs whoever folds it. The log is written once and kept. */
final class ScaleRound {
  private final Path home;
  private final Path folder;
  private final int images;
  private final String heap;

  /**
   * What one round came to.
   *
   * @param foldOthersCores busy with anything else while the snapshot was made
   */
  record Result(
      int images,
      StoredBytes stored,
      FoldWorker.Pass fold,
      double foldOthersCores,
      ScaleSystem.Start ingest) {}

  /**
   * @param heap of the processes that fold, as -Xmx has it
   */
  ScaleRound(Path home, Path work, int images, String heap) {
    this.home = home;
    this.folder = work.resolve("scale-" + images);
    this.images = images;
    this.heap = heap;
  }

  /** Writes the log, if it is not there yet. */
  void writeOnce() throws IOException, InterruptedException {
    if (Files.exists(folder)) {
      return;
    }
    System.err.printf("Writing the lines and places of %d images in %s%n", images, folder);
    // Beside the folder: a run that was ended must leave no half log in it.
    Path half = folder.resolveSibling(folder.getFileName() + ".half");
    try (var broker = BareBroker.start(home, half, true)) {
      new WrittenLog(broker.bootstrapServers()).write(images);
    }
    Files.move(half, folder);
  }

  Result run() throws IOException, InterruptedException {
    StoredBytes stored;
    FoldWorker.Pass fold;
    double others;
    try (var broker = BareBroker.start(home, folder, false)) {
      stored = StoredBytes.at(broker.bootstrapServers());
      double brokerBefore = broker.cpuSeconds();
      Cores cores = Cores.now();
      ChildProcess worker =
          ChildProcess.java(
              folder.resolve("logs"),
              List.of("-Xmx" + heap),
              Map.of(),
              FoldWorker.class,
              List.of(broker.bootstrapServers(), WrittenLog.DATASET));
      fold = Json.read(worker.await(), FoldWorker.Pass.class);
      double ours = worker.usage().cpuSeconds() + broker.cpuSeconds() - brokerBefore;
      others = Cores.now().othersSince(cores, ours);
      System.err.printf("  snapshot of %d images: %s%n", images, fold);
    }
    try (var system = ScaleSystem.start(home, folder, heap)) {
      ScaleSystem.Start start = system.measureStart();
      System.err.printf("  ingest with %d images: %s%n", images, start);
      return new Result(images, stored, fold, others, start);
    }
  }
}

package io.streamsight.benchmark;

import io.streamsight.contract.event.Json;
import io.streamsight.local.LocalSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Everything once, one after the other, so that a ratio is of neighbours in time. */
final class ImportRound {
  private final Path home;
  private final Path folder;
  private final Path warmUp;
  private final Path images;

  /** What one round came to. */
  record Result(
      Measurement bareLoop,
      Measurement bareInPlace,
      Measurement bareCheck,
      Measurement first,
      Measurement importOnly,
      Measurement importAndIndex,
      Measurement unchanged) {}

  /**
   * @param folder of the broker's data and the logs, and of nothing else
   * @param warmUp other images than are measured
   */
  ImportRound(Path home, Path folder, Path warmUp, Path images) {
    this.home = home;
    this.folder = folder;
    this.warmUp = warmUp;
    this.images = images;
  }

  Result run() throws IOException, InterruptedException {
    Measurement bareLoop = told("bare loop", bareLoop(BareLoop.Work.DECODE));
    Measurement bareInPlace =
        told("bare loop in one memory", bareLoop(BareLoop.Work.DECODE_IN_PLACE));
    Measurement bareCheck = told("bare loop without pixels", bareLoop(BareLoop.Work.CHECK));
    Measurement first;
    Measurement importOnly;
    try (var system = IngestSystem.start(home, folder, false)) {
      first = told("first import of fresh processes", system.warmUp(warmUp));
      importOnly = told("import, indexer stopped", system.importOnly(images));
    }
    try (var system = IngestSystem.start(home, folder, true)) {
      system.warmUp(warmUp);
      Measurement both = told("import and indexing", system.importAndIndex(images));
      Measurement unchanged = told("import of unchanged images", system.importOnly(images));
      return new Result(bareLoop, bareInPlace, bareCheck, first, importOnly, both, unchanged);
    }
  }

  private Measurement bareLoop(BareLoop.Work work) throws IOException, InterruptedException {
    Cores cores = Cores.now();
    ChildProcess loop =
        ChildProcess.java(
            folder.resolveSibling("logs"),
            // The service's own: both begin equal.
            LocalSystem.ingestHeap(),
            Map.of(),
            BareLoop.class,
            List.of(work.name(), warmUp.toString(), images.toString()));
    BareLoop.Pass pass = Json.read(loop.await(), BareLoop.Pass.class);
    return new Measurement(
        pass.images(),
        pass.refused(),
        pass.bytes(),
        pass.seconds(),
        Map.of("bare loop", loop.usage()),
        Cores.now().othersSince(cores, loop.usage().cpuSeconds()),
        0);
  }

  private static Measurement told(String name, Measurement measurement) {
    System.err.printf(
        "  %s: %.0f images/s, %d images%n",
        name, measurement.imagesPerSecond(), measurement.images());
    return measurement;
  }
}

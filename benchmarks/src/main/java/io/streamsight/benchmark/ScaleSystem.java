package io.streamsight.benchmark;

import io.streamsight.local.LocalSettings;
import io.streamsight.local.LocalSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A broker whose index may hold many images, and an ingest service that folds it at its start. */
final class ScaleSystem implements AutoCloseable {
  /** The last line of a class histogram, for which a full collection is made. */
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

  private final LocalSystem system;
  private final RunningService ingest;
  private final Cores began;

  private ScaleSystem(LocalSystem system, Cores began) {
    this.system = system;
    this.began = began;
    ingest = new RunningService(system, "ingest", system.settings().urls().ingest());
  }

  /**
   * @param folder with the data of the broker
   * @param heap of the ingest service, as -Xmx has it
   */
  static ScaleSystem start(Path home, Path folder, String heap)
      throws IOException, InterruptedException {
    Cores began = Cores.now();
    // These options come after those of the command line.
    var system =
        LocalSystem.ofIngest(
            LocalSettings.onFreePorts(home, folder),
            Map.of("_JAVA_OPTIONS", "-Xmx" + heap),
            line -> {});
    try {
      system.start(false);
      return new ScaleSystem(system, began);
    } catch (IOException | InterruptedException | RuntimeException e) {
      system.close();
      throw e;
    }
  }

  /**
   * The ingest service at its start.
   *
   * @param readySeconds from the start of its process until it has folded all that was there
   * @param cpuSeconds of its process until then
   * @param heapBytes in use after a collection
   * @param reportSeconds of a report on the data set, the first and a later one
   * @param peakBytes resident at most, the reports included
   * @param othersCores busy with anything else from the broker's start until it was ready
   */
  record Start(
      double readySeconds,
      double cpuSeconds,
      long heapBytes,
      double firstReportSeconds,
      double reportSeconds,
      long peakBytes,
      double othersCores) {}

  Start measureStart() throws IOException, InterruptedException {
    double ready = ingest.awaitReady();
    double cpu = ingest.usage().cpuSeconds();
    double broker =
        ProcessHandle.of(system.pid("broker")).flatMap(Usage::of).orElseThrow().cpuSeconds();
    double others = Cores.now().othersSince(began, cpu + broker);
    long heap = liveHeap();
    double first = report();
    double second = report();
    return new Start(ready, cpu, heap, first, second, ingest.usage().peakBytes(), others);
  }

  private double report() throws InterruptedException {
    long began = System.nanoTime();
    String report = ingest.get("/datasets/" + WrittenLog.DATASET);
    if (!report.contains("\"digest\"")) {
      throw new IllegalStateException("No report: " + report);
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private long liveHeap() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    String pid = String.valueOf(ingest.process().pid());
    ChildProcess histogram =
        ChildProcess.start(
            system.settings().logs(),
            "jcmd",
            List.of(jcmd.toString(), pid, "GC.class_histogram"),
            Map.of());
    Matcher total = TOTAL.matcher(new String(histogram.await(), StandardCharsets.UTF_8));
    long bytes = 0;
    while (total.find()) {
      bytes = Long.parseLong(total.group(1));
    }
    return bytes;
  }

  @Override
  public void close() {
    system.close();
  }
}

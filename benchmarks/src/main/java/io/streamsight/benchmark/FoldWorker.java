package io.streamsight.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.streamsight.contract.dataset.Dataset;
import io.streamsight.contract.dataset.DatasetFold;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.DatasetLog;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.topic.TopicSettings;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * A snapshot as the trainer makes it, step by step and without any pixels: {@code FoldWorker
 * BOOTSTRAP-SERVERS DATASET}. A process of its own that tells what it took as JSON.
 */
final class FoldWorker {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final DatasetLog log;
  private final String name;
  private DatasetFold fold = new DatasetFold();
  private Set<String> hashes;
  private Dataset dataset;

  /**
   * How long a step took.
   *
   * @param cpuSeconds of the whole process: reading, compiler and collector included
   */
  record Step(double seconds, double cpuSeconds) {}

  /**
   * Bytes of heap are those that are in use after a collection.
   *
   * @param images of the data set
   * @param index reading and folding {@code image-index}
   * @param hashes collecting all content hashes, by which the pixel cache is purged
   * @param splits reading and folding {@code image-splits} over it
   * @param dataset sorting what counts
   * @param digest of the data set
   * @param indexBytes kept when the index is folded, the hashes included
   * @param foldBytes kept when both are folded
   * @param bothBytes with the data set
   * @param datasetBytes the data set alone, which a run keeps to its end
   */
  record Pass(
      int images,
      Step index,
      Step hashes,
      Step splits,
      Step dataset,
      Step digest,
      long indexBytes,
      long foldBytes,
      long bothBytes,
      long datasetBytes) {}

  private FoldWorker(String bootstrapServers, String name) {
    log =
        new DatasetLog(
            Map.of("bootstrap.servers", bootstrapServers), TopicSettings.LOCAL, PATIENCE);
    this.name = name;
  }

  public static void main(String[] arguments) {
    Pass pass = new FoldWorker(arguments[0], arguments[1]).run();
    System.out.println(new String(Json.write(pass), StandardCharsets.UTF_8));
  }

  private Pass run() {
    Offsets splitsEnd = log.splitsEnd();
    Offsets indexEnd = log.indexEnd();
    // Kafka's and Jackson's classes are there by now.
    long empty = usedHeap();
    Step index = step(() -> log.readIndex(fold, indexEnd, () -> false));
    Step purge = step(() -> hashes = fold.contentHashes());
    long indexBytes = usedHeap() - empty;
    hashes = null;
    Step splits = step(() -> log.readSplits(fold, splitsEnd, () -> false));
    long foldBytes = usedHeap() - empty;
    Step sorting = step(() -> dataset = fold.dataset(name));
    Step digest = step(() -> dataset.digest());
    long bothBytes = usedHeap() - empty;
    fold = null;
    return new Pass(
        dataset.examples().size(),
        index,
        purge,
        splits,
        sorting,
        digest,
        indexBytes,
        foldBytes,
        bothBytes,
        usedHeap() - empty);
  }

  private static Step step(Runnable work) {
    long began = System.nanoTime();
    long cpu = PROCESS.getProcessCpuTime();
    work.run();
    return new Step((System.nanoTime() - began) / 1e9, (PROCESS.getProcessCpuTime() - cpu) / 1e9);
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}

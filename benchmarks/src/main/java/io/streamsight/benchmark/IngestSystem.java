package io.streamsight.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.Streamsight;
import io.streamsight.contract.event.Json;
import io.streamsight.local.LocalSettings;
import io.streamsight.local.LocalSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A fresh broker and an ingest service, and imports by the command line's own process. */
final class IngestSystem implements AutoCloseable {
  /** As ./streamsight starts its Java. */
  private static final List<String> CLIENT_FLAGS = List.of("-Xmx1g", "-XX:TieredStopAtLevel=1");

  private static final List<String> PROCESSES = List.of("ingest", "broker");
  private static final long LOOK_EVERY_MS = 20;

  private final boolean indexing;
  private final LocalSystem system;
  private final Path logs;
  private final IndexerGroup indexer;
  private final IngestPage page;

  private IngestSystem(boolean indexing, LocalSystem system) {
    this.indexing = indexing;
    this.system = system;
    logs = system.settings().logs();
    indexer = new IndexerGroup(system.settings().bootstrapServers());
    page = new IngestPage(system.settings().urls().ingest());
  }

  /**
   * Starts both; an earlier one's data in the folder is deleted. The caller closes.
   *
   * @param indexing whether the indexer runs
   */
  static IngestSystem start(Path home, Path folder, boolean indexing)
      throws IOException, InterruptedException {
    var settings = LocalSettings.onFreePorts(home, folder);
    var environment = Map.of("STREAMSIGHT_INGEST_INDEXER", String.valueOf(indexing));
    var system = LocalSystem.ofIngest(settings, environment, line -> {});
    try {
      system.start(true);
      return new IngestSystem(indexing, system);
    } catch (IOException | InterruptedException | RuntimeException e) {
      system.close();
      throw e;
    }
  }

  String bootstrapServers() {
    return system.settings().bootstrapServers();
  }

  /**
   * Two imports under ids that the measured one doesn't have.
   *
   * @return the first one: what a process does that has just started
   */
  Measurement warmUp(Path folder) throws IOException, InterruptedException {
    Measurement first = measure(folder, false, "--id-prefix", "first/");
    settle();
    client(folder, "--id-prefix", "second/").await();
    settle();
    return first;
  }

  private void settle() throws InterruptedException {
    if (indexing) {
      indexer.awaitCaughtUp();
    } else {
      indexer.skipToEnd();
    }
  }

  /** Time counts from the service's first byte to the last acknowledgement, as it tells itself. */
  Measurement importOnly(Path folder) throws IOException, InterruptedException {
    return measure(folder, false);
  }

  /** Time counts from the same moment until the last image is in the index. */
  Measurement importAndIndex(Path folder) throws IOException, InterruptedException {
    return measure(folder, true);
  }

  private Measurement measure(Path folder, boolean untilIndexed, String... options)
      throws IOException, InterruptedException {
    Map<String, Usage> before = usage();
    Cores cores = Cores.now();
    long read = page.readFromImages();
    ChildProcess client = client(folder, options);
    long began = awaitRunning(client);
    JsonNode status = Json.MAPPER.readTree(client.await());
    double seconds = status.path("seconds").asDouble();
    if (untilIndexed) {
      indexer.awaitCaughtUp();
      seconds = (System.nanoTime() - began) / 1e9;
    }
    Map<String, Usage> usage = new LinkedHashMap<>();
    usage().forEach((name, now) -> usage.put(name, now.since(before.get(name))));
    usage.put("client", client.usage());
    double ours = usage.values().stream().mapToDouble(Usage::cpuSeconds).sum();
    return new Measurement(
        status.path("done").asLong(),
        status.path("refused").asLong(),
        status.path("bytes").asLong(),
        seconds,
        usage,
        Cores.now().othersSince(cores, ours),
        page.readFromImages() - read);
  }

  private long awaitRunning(ChildProcess client) throws IOException, InterruptedException {
    while (client.alive() && !page.importing()) {
      Thread.sleep(LOOK_EVERY_MS);
    }
    return System.nanoTime();
  }

  /** The command line, with labels that fit any folder. */
  private ChildProcess client(Path folder, String... more) throws IOException {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("import", folder.toString(), "--json", "--dataset", "benchmark"));
    arguments.addAll(List.of("--split", "train", "--label", "picture"));
    arguments.addAll(List.of("--ingest-url", system.settings().urls().ingest().toString()));
    arguments.addAll(List.of(more));
    return ChildProcess.java(logs, CLIENT_FLAGS, Map.of(), Streamsight.class, arguments);
  }

  private Map<String, Usage> usage() {
    Map<String, Usage> usage = new LinkedHashMap<>();
    for (String name : PROCESSES) {
      usage.put(
          name,
          ProcessHandle.of(system.pid(name))
              .flatMap(Usage::of)
              .orElseThrow(() -> new CommandFailedException("The %s has ended".formatted(name))));
    }
    return usage;
  }

  @Override
  public void close() {
    system.close();
  }
}

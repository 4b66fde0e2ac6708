package io.streamsight.benchmark;

import io.streamsight.benchmark.RequestLoad.Answer;
import io.streamsight.contract.event.Json;
import io.streamsight.local.LocalSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Everything once, one after the other, so that a ratio is of neighbours in time. */
final class InferenceRound {
  /**
   * What is called once a request is compiled after 5,000: that takes cores from what is measured.
   */
  private static final int WARM_UP = 8_000;

  private static final int PACED = 300;
  static final double SLOWLY = 10;

  /** Half of what the machine could do leaves room for a load that comes by chance. */
  private static final double SHARE_UNDER_SWAPS = 0.5;

  private static final int SWAPS = 10;
  private static final double SECONDS_A_SWAP = 1.5;
  private static final String HOP = "benchmark-hop";

  private final Path home;
  private final Path folder;
  private final Path pictures;
  private final Path model;
  private final int images;
  private final String delivery;

  /**
   * What one round came to; times in milliseconds unless they say seconds.
   *
   * @param bare the limit
   * @param perSecond answers a second of a backlog
   * @param latency from a request's send to its answer's arrival, ten a second
   * @param hop one record through Kafka, ten a second, as large as a request
   * @param quiet latency under half load without swaps
   * @param swapping the same with a swap every one and a half seconds
   * @param repeated answers that came twice, in all of the round
   * @param usage of the service, at the end
   * @param othersCores while the backlog was worked on
   */
  record Result(
      BareClassifier.Pass bare,
      double perSecond,
      Times latency,
      Times hop,
      Times quiet,
      Times swapping,
      int repeated,
      Usage usage,
      double othersCores) {}

  record Times(double p50, double p99, double max) {
    static Times of(List<Answer> answers) {
      List<Double> latencies = answers.stream().map(Answer::latencyMs).toList();
      return new Times(
          Percentile.of(latencies, 0.5),
          Percentile.of(latencies, 0.99),
          Percentile.of(latencies, 1));
    }
  }

  InferenceRound(Path home, Path folder, Path pictures, Path model, int images, String delivery) {
    this.home = home;
    this.folder = folder;
    this.pictures = pictures;
    this.model = model;
    this.images = images;
    this.delivery = delivery;
  }

  Result run() throws Exception {
    BareClassifier.Pass bare = bare();
    System.err.printf("  bare loop: %.0f images/s%n", bare.images() / bare.seconds());
    byte[] onnx = Files.readAllBytes(model);
    List<byte[]> photos = PictureBytes.of(pictures);
    try (var system = InferenceSystem.start(home, folder, true, delivery)) {
      // Two versions of the same file: what is measured is the swap.
      system.models().repeat(InferenceSystem.MODEL, onnx, 2);
      system.models().champion(InferenceSystem.MODEL, null, 1);
      system.awaitReady();
      try (var load = RequestLoad.ofService(system.bootstrapServers(), photos)) {
        backlog(system, load, WARM_UP);
        Backlog backlog = backlog(system, load, images);
        System.err.printf("  backlog: %.0f images/s%n", backlog.perSecond);
        Times hop = hop(system, photos);
        load.writePaced(PACED, SLOWLY);
        Times latency = Times.of(load.awaitAnswers());
        System.err.printf("  ten a second: p50 %.1f ms, a hop %.1f ms%n", latency.p50(), hop.p50());
        double half = SHARE_UNDER_SWAPS * backlog.perSecond;
        int count = (int) (half * SWAPS * SECONDS_A_SWAP);
        // The first seconds at another rate are slower: both sides compile anew.
        load.writePaced(count, half);
        load.awaitAnswers();
        load.writePaced(count, half);
        Times quiet = Times.of(load.awaitAnswers());
        System.err.printf("  half load: p99 %.0f ms%n", quiet.p99());
        Thread swapper = new Thread(() -> swap(system));
        swapper.start();
        load.writePaced(count, half);
        Times swapping = Times.of(load.awaitAnswers());
        swapper.join();
        System.err.printf("  and ten swaps: p99 %.0f ms%n", swapping.p99());
        return new Result(
            bare,
            backlog.perSecond,
            latency,
            hop,
            quiet,
            swapping,
            load.unknown(),
            system.usage(),
            backlog.othersCores);
      }
    }
  }

  private BareClassifier.Pass bare() throws IOException, InterruptedException {
    ChildProcess loop =
        ChildProcess.java(
            folder.resolveSibling("logs"),
            LocalSystem.inferenceFlags(),
            Map.of(),
            BareClassifier.class,
            List.of(model.toString(), pictures.toString(), String.valueOf(images)));
    return Json.read(loop.await(), BareClassifier.Pass.class);
  }

  private record Backlog(double perSecond, double othersCores) {}

  /** Written while no model serves, so that writing costs nothing of what is measured. */
  private static Backlog backlog(InferenceSystem system, RequestLoad load, int images)
      throws IOException, InterruptedException {
    system.models().champion(InferenceSystem.MODEL, 1, null);
    system.awaitNoModel();
    load.writeAll(images);
    Cores cores = Cores.now();
    double before = system.cpuSeconds();
    system.models().champion(InferenceSystem.MODEL, null, 1);
    load.awaitWritten();
    double others = Cores.now().othersSince(cores, system.cpuSeconds() - before);
    List<Answer> answers = load.awaitAnswers();
    long first = answers.stream().mapToLong(Answer::timestamp).min().orElseThrow();
    long last = answers.stream().mapToLong(Answer::timestamp).max().orElseThrow();
    return new Backlog((answers.size() - 1) * 1e3 / (last - first), others);
  }

  private static Times hop(InferenceSystem system, List<byte[]> photos) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", system.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(HOP, 12, (short) 1))).all().get();
    }
    try (var hop = new RequestLoad(system.bootstrapServers(), photos, HOP, HOP)) {
      hop.writePaced(PACED, SLOWLY);
      return Times.of(hop.awaitAnswers());
    }
  }

  private static void swap(InferenceSystem system) {
    for (int i = 0; i < SWAPS; i++) {
      system.models().champion(InferenceSystem.MODEL, 1 + i % 2, 2 - i % 2);
      try {
        Thread.sleep((long) (SECONDS_A_SWAP * 1e3));
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}

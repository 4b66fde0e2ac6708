package io.streamsight.benchmark;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.local.LocalSettings;
import io.streamsight.local.LocalSystem;
import io.streamsight.local.models.ModelPublisher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker, an inference service, and one model of which there may be many versions. */
final class InferenceSystem implements AutoCloseable {
  static final String MODEL = "benchmark";
  private static final long LOOK_EVERY_MS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final LocalSystem system;
  private final HttpClient http = HttpClient.newHttpClient();
  private final KafkaProducer<byte[], byte[]> producer;
  private final ModelPublisher models;

  private InferenceSystem(LocalSystem system) {
    this.system = system;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers(), "max.request.size", 64 << 20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    models = new ModelPublisher(producer);
  }

  /**
   * @param fresh without the data of an earlier one in this folder
   * @param delivery the guarantee, as its setting has it
   */
  static InferenceSystem start(Path home, Path folder, boolean fresh, String delivery)
      throws IOException, InterruptedException {
    var system =
        LocalSystem.ofInference(
            LocalSettings.onFreePorts(home, folder),
            Map.of("STREAMSIGHT_INFERENCE_DELIVERY", delivery),
            line -> {});
    try {
      system.start(fresh);
      return new InferenceSystem(system);
    } catch (IOException | InterruptedException | RuntimeException e) {
      system.close();
      throw e;
    }
  }

  String bootstrapServers() {
    return system.settings().bootstrapServers();
  }

  ModelPublisher models() {
    return models;
  }

  /**
   * Waits until a model serves.
   *
   * @return seconds since the process was started
   */
  double awaitReady() throws InterruptedException {
    await("No model is served", () -> status("/q/health/ready") == 200);
    Instant start = process().info().startInstant().orElseThrow();
    return Duration.between(start, Instant.now()).toMillis() / 1e3;
  }

  /** Waits until that version serves. */
  void awaitVersion(int version) throws InterruptedException {
    await(
        "Version %d is not served".formatted(version),
        () -> get("/models").contains("\"version\":" + version + ","));
  }

  /** Waits until none serves: requests then stay where they are. */
  void awaitNoModel() throws InterruptedException {
    await("The model still serves", () -> "[]".equals(get("/models").strip()));
  }

  private interface Condition {
    boolean met() throws InterruptedException;
  }

  private static void await(String failure, Condition condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.met()) {
      if (System.nanoTime() > end) {
        throw new CommandFailedException("%s after %s".formatted(failure, PATIENCE));
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  /** Bytes that the service has resident now. */
  long resident() {
    return Usage.resident(process());
  }

  private String get(String path) throws InterruptedException {
    URI uri = system.settings().urls().inference().resolve(path);
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private int status(String path) throws InterruptedException {
    URI uri = system.settings().urls().inference().resolve(path);
    try {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Of the service. */
  Usage usage() {
    return Usage.of(process()).orElseThrow();
  }

  /** Of everything that is ours: service, broker and this process. */
  double cpuSeconds() {
    double broker =
        ProcessHandle.of(system.pid("broker")).flatMap(Usage::of).orElseThrow().cpuSeconds();
    double own = Usage.of(ProcessHandle.current()).orElseThrow().cpuSeconds();
    return usage().cpuSeconds() + broker + own;
  }

  private ProcessHandle process() {
    return ProcessHandle.of(system.pid("inference")).orElseThrow();
  }

  @Override
  public void close() {
    producer.close();
    system.close();
  }
}

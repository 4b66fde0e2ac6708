package io.streamsight.benchmark;

import io.streamsight.local.LocalSettings;
import io.streamsight.local.LocalSystem;
import io.streamsight.local.models.ModelPublisher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker, an inference service, and one model of which there may be many versions. */
final class InferenceSystem implements AutoCloseable {
  static final String MODEL = "benchmark";

  private final LocalSystem system;
  private final RunningService service;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ModelPublisher models;

  private InferenceSystem(LocalSystem system) {
    this.system = system;
    service = new RunningService(system, "inference", system.settings().urls().inference());
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
    return service.awaitReady();
  }

  /** Waits until that version serves. */
  void awaitVersion(int version) throws InterruptedException {
    RunningService.await(
        "Version %d is not served".formatted(version),
        () -> service.get("/models").contains("\"version\":" + version + ","));
  }

  /** Waits until none serves: requests then stay where they are. */
  void awaitNoModel() throws InterruptedException {
    RunningService.await(
        "The model still serves", () -> "[]".equals(service.get("/models").strip()));
  }

  /** Bytes that the service has resident now. */
  long resident() {
    return Usage.resident(service.process());
  }

  /** Of the service. */
  Usage usage() {
    return service.usage();
  }

  /** Of everything that is ours: service, broker and this process. */
  double cpuSeconds() {
    double broker =
        ProcessHandle.of(system.pid("broker")).flatMap(Usage::of).orElseThrow().cpuSeconds();
    double own = Usage.of(ProcessHandle.current()).orElseThrow().cpuSeconds();
    return usage().cpuSeconds() + broker + own;
  }

  @Override
  public void close() {
    producer.close();
    system.close();
  }
}

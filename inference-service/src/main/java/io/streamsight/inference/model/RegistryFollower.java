package io.streamsight.inference.model;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.LogTail;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Proposal;
import io.streamsight.contract.registry.Registry;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The registry as this process sees it. */
@ApplicationScoped
public class RegistryFollower {
  private final Registry registry = new Registry();
  private final LogTail tail;

  RegistryFollower(
      @Identifier("default-kafka-broker") Map<String, Object> kafka, InstallationConfig config) {
    tail = new LogTail(kafka, config.topicSettings().name(Topic.REGISTRY), this::fold);
  }

  private void fold(ConsumerRecord<byte[], byte[]> record) {
    Proposal proposal = Json.read(record.value(), Proposal.class);
    registry.apply(record.offset(), record.timestamp(), proposal);
  }

  /** Whether everything that was there at the start has been read. */
  boolean caughtUp() {
    return tail.caughtUp();
  }

  /** Whether it still follows. */
  public boolean alive() {
    return tail.alive();
  }

  /** By name, the versions that shall be served. */
  Map<String, ModelVersion> champions() {
    Map<String, ModelVersion> champions = new TreeMap<>();
    for (String name : registry.models()) {
      registry.champion(name).ifPresent(version -> champions.put(name, version));
    }
    return champions;
  }

  @PreDestroy
  void close() {
    tail.close();
  }
}

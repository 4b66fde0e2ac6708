package io.streamsight.trainer.worker;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.model.ModelMetadata.Lineage;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.trainer.kafka.TopicWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The state of runs after their last whole epoch, on {@code training-checkpoints}. */
@ApplicationScoped
public class Checkpoints {
  private static final String LINEAGE = "lineage";

  private final Map<String, Object> kafka;
  private final String topic;
  private final TopicWriter writer;

  Checkpoints(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig config,
      TopicWriter writer) {
    this.kafka = kafka;
    this.topic = config.topicSettings().name(Topic.TRAINING_CHECKPOINTS);
    this.writer = writer;
  }

  /**
   * A run after an epoch.
   *
   * @param state the training engine's, opaque here
   * @param lineage of the data that the run began with: it goes on with the same
   */
  public record Saved(byte[] state, Lineage lineage) {}

  /** The last state of a run; empty when it has finished no epoch. Reads the topic whole. */
  public Optional<Saved> latest(String runId) {
    byte[] key = key(runId);
    AtomicReference<Saved> latest = new AtomicReference<>();
    try (LogReader reader = new LogReader(kafka, topic)) {
      reader.readTo(
          reader.end(),
          record -> {
            if (Arrays.equals(key, record.key())) {
              latest.set(record.value() == null ? null : saved(record));
            }
          });
    }
    return Optional.ofNullable(latest.get());
  }

  private static Saved saved(ConsumerRecord<byte[], byte[]> record) {
    String lineage = Event.header(record.headers(), "ce_" + LINEAGE);
    return new Saved(
        record.value(), Json.read(lineage.getBytes(StandardCharsets.UTF_8), Lineage.class));
  }

  /** Does not wait: the next epoch need not. */
  public void save(String runId, byte[] state, Lineage lineage) {
    writer.send(
        Topic.TRAINING_CHECKPOINTS,
        Event.of(
                EventType.CHECKPOINT,
                runId,
                TopicWriter.SOURCE,
                EventType.CHECKPOINT.contentType(),
                state)
            .withExtension(LINEAGE, new String(Json.write(lineage), StandardCharsets.UTF_8)));
  }

  /** The run has ended: nobody resumes it. */
  public void end(String runId) {
    writer.tombstone(Topic.TRAINING_CHECKPOINTS, key(runId));
  }

  private static byte[] key(String runId) {
    return runId.getBytes(StandardCharsets.UTF_8);
  }
}

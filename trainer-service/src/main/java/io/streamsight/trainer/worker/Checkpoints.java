package io.streamsight.trainer.worker;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.trainer.kafka.TopicWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The state of runs after their last whole epoch, on {@code training-checkpoints}. */
@ApplicationScoped
public class Checkpoints {
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

  /** The last state of a run; empty when it has finished no epoch. Reads the topic whole. */
  public Optional<byte[]> latest(String runId) {
    byte[] key = key(runId);
    AtomicReference<byte[]> latest = new AtomicReference<>();
    try (LogReader reader = new LogReader(kafka, topic)) {
      reader.readTo(
          reader.end(),
          record -> {
            if (Arrays.equals(key, record.key())) {
              latest.set(record.value());
            }
          });
    }
    return Optional.ofNullable(latest.get());
  }

  /** Does not wait: the next epoch need not. */
  public void save(String runId, byte[] state) {
    writer.send(
        Topic.TRAINING_CHECKPOINTS,
        Event.of(
            EventType.CHECKPOINT,
            runId,
            TopicWriter.SOURCE,
            EventType.CHECKPOINT.contentType(),
            state));
  }

  /** The run has ended: nobody resumes it. */
  public void end(String runId) {
    writer.tombstone(Topic.TRAINING_CHECKPOINTS, key(runId));
  }

  private static byte[] key(String runId) {
    return runId.getBytes(StandardCharsets.UTF_8);
  }
}

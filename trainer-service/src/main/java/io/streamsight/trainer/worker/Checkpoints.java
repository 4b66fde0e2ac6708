package io.streamsight.trainer.worker;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
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
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** The state of runs after their last whole epoch, on {@code training-checkpoints}. */
@ApplicationScoped
public class Checkpoints {
  private static final Logger LOG = Logger.getLogger(Checkpoints.class);

  /** How long no record may come before the broker counts as away. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String LINEAGE = "lineage";
  private static final String EPOCH = "epoch";

  private final Map<String, Object> kafka;
  private final InstallationConfig config;
  private final String topic;
  private final TopicWriter writer;

  Checkpoints(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig config,
      TopicWriter writer) {
    this.kafka = kafka;
    this.config = config;
    this.topic = config.topicSettings().name(Topic.TRAINING_CHECKPOINTS);
    this.writer = writer;
  }

  /**
   * A run after an epoch.
   *
   * @param state the training engine's, opaque here
   * @param epoch that it is the state after, from 1
   * @param lineage of the data that the run began with: it goes on with the same
   */
  public record Saved(byte[] state, int epoch, Lineage lineage) {}

  /**
   * The furthest state of a run; empty when it has finished no epoch. Reads the topic whole.
   *
   * @param stop asked several times a second
   * @throws CancellationException when it was stopped
   * @throws KafkaException when the broker is away
   */
  public Optional<Saved> latest(String runId, BooleanSupplier stop) {
    byte[] key = key(runId);
    AtomicReference<Saved> latest = new AtomicReference<>();
    try (LogReader reader = new LogReader(kafka, topic)) {
      reader.readTo(
          reader.end(),
          PATIENCE,
          stop,
          record -> {
            if (Arrays.equals(key, record.key())) {
              latest.set(record.value() == null ? null : further(latest.get(), saved(record)));
            }
          });
    }
    return Optional.ofNullable(latest.get());
  }

  /** Not simply the last: a worker that slept may write an earlier epoch after its successor. */
  private static Saved further(Saved before, Saved next) {
    return next != null && (before == null || next.epoch() >= before.epoch()) ? next : before;
  }

  /** Null when another release has written it in a way that this one can't read. */
  static Saved saved(ConsumerRecord<byte[], byte[]> record) {
    String lineage = Event.header(record.headers(), "ce_" + LINEAGE);
    String epoch = Event.header(record.headers(), "ce_" + EPOCH);
    try {
      return new Saved(
          record.value(),
          epoch == null ? 0 : Integer.parseInt(epoch),
          Json.read(
              lineage == null ? null : lineage.getBytes(StandardCharsets.UTF_8), Lineage.class));
    } catch (NumberFormatException | StreamsightException e) {
      LOG.warnf(
          "Passed over the checkpoint at %d@%d: %s",
          record.partition(), record.offset(), e.getMessage());
      return null;
    }
  }

  /**
   * Returns when the broker has it: a kill in the next epoch loses no more than that one.
   *
   * @throws StreamsightException {@link Reason#CHECKPOINT_TOO_LARGE} naming the setting to raise;
   *     {@link Reason#UNAVAILABLE} when the broker is away for minutes
   */
  public void save(String runId, int epoch, byte[] state, Lineage lineage) {
    requireFit(state.length);
    writer.write(
        Topic.TRAINING_CHECKPOINTS,
        Event.of(
                EventType.CHECKPOINT,
                runId,
                TopicWriter.SOURCE,
                EventType.CHECKPOINT.contentType(),
                state)
            .withExtension(EPOCH, String.valueOf(epoch))
            .withExtension(LINEAGE, new String(Json.write(lineage), StandardCharsets.UTF_8)));
  }

  /**
   * @throws StreamsightException {@link Reason#CHECKPOINT_TOO_LARGE} when a state of so many bytes
   *     is larger than the topic takes
   */
  void requireFit(long bytes) {
    if (bytes > config.maxModelBytes()) {
      throw new StreamsightException(
          Reason.CHECKPOINT_TOO_LARGE,
          "The state of the run has %d bytes, streamsight.max-model-bytes allows %d"
              .formatted(bytes, config.maxModelBytes()));
    }
  }

  /** The run has ended: nobody resumes it. */
  public void end(String runId) {
    writer.tombstone(Topic.TRAINING_CHECKPOINTS, key(runId));
  }

  private static byte[] key(String runId) {
    return runId.getBytes(StandardCharsets.UTF_8);
  }
}

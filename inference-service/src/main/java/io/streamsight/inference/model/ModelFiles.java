package io.streamsight.inference.model;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** Finds a version's ONNX file in {@code models}. */
@ApplicationScoped
public class ModelFiles {
  private static final Logger LOG = Logger.getLogger(ModelFiles.class);

  private final Map<String, Object> kafka;
  private final InstallationConfig config;

  ModelFiles(
      @Identifier("default-kafka-broker") Map<String, Object> kafka, InstallationConfig config) {
    this.kafka = kafka;
    this.config = config;
  }

  /** The latest file of a key that the topic holds, and the one that matches. */
  private static final class Search {
    private byte[] matching;
    private String otherHash;
  }

  /**
   * The file whose SHA-256 the registry names: at the noted offset, else, since restores and
   * mirrors move offsets, wherever its key is.
   *
   * @param patience how long nothing may come
   * @param stop asked several times a second
   * @throws StreamsightException {@link Reason#MODEL_TOO_LARGE}, {@link Reason#MODEL_MISSING},
   *     {@link Reason#MODEL_CHECKSUM} or {@link Reason#UNAVAILABLE}
   * @throws CancellationException when it was stopped
   */
  byte[] read(ModelVersion version, Duration patience, BooleanSupplier stop) {
    ModelFile file = version.file();
    if (file.bytes() > config.maxModelBytes()) {
      throw new StreamsightException(
          Reason.MODEL_TOO_LARGE,
          "%d bytes, streamsight.max-model-bytes is %d"
              .formatted(file.bytes(), config.maxModelBytes()));
    }
    String topic = config.topicSettings().name(Topic.MODELS);
    byte[] key = version.fileKey().getBytes(StandardCharsets.UTF_8);
    Search search = new Search();
    try (LogReader log = new LogReader(kafka, topic)) {
      log.at(file.partition(), file.offset(), patience, stop)
          .ifPresent(record -> look(record, key, file, search));
    } catch (KafkaException e) {
      throw unavailable(topic, e);
    }
    if (search.matching == null) {
      LOG.infof(
          "%s is not at %s-%d@%d, looking for its key",
          version.fileKey(), topic, file.partition(), file.offset());
      try (LogReader log = new LogReader(kafka, topic)) {
        log.readTo(log.end(), patience, stop, record -> look(record, key, file, search));
      } catch (KafkaException e) {
        throw unavailable(topic, e);
      }
    }
    if (search.matching != null) {
      return search.matching;
    }
    if (search.otherHash != null) {
      throw new StreamsightException(
          Reason.MODEL_CHECKSUM,
          "%s in %s has SHA-256 %s, the registry says %s"
              .formatted(version.fileKey(), topic, search.otherHash, file.sha256()));
    }
    throw new StreamsightException(
        Reason.MODEL_MISSING, "%s is not in %s".formatted(version.fileKey(), topic));
  }

  private static void look(
      ConsumerRecord<byte[], byte[]> record, byte[] key, ModelFile file, Search search) {
    if (record.value() == null || !Arrays.equals(record.key(), key)) {
      return;
    }
    String hash = Sha256.of(record.value());
    if (hash.equals(file.sha256())) {
      search.matching = record.value();
    } else {
      search.otherHash = hash;
    }
  }

  private static StreamsightException unavailable(String topic, KafkaException e) {
    return new StreamsightException(
        Reason.UNAVAILABLE, "Can't read %s: %s".formatted(topic, e.getMessage()), e);
  }
}

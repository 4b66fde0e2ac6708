package io.streamsight.trainer.worker;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.ModelVersion;
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
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** ONNX files on {@code models}. */
@ApplicationScoped
public class ModelFiles {
  /** How long no record may come before the broker counts as away. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Map<String, Object> kafka;
  private final InstallationConfig config;
  private final TopicWriter writer;

  ModelFiles(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig config,
      TopicWriter writer) {
    this.kafka = kafka;
    this.config = config;
    this.writer = writer;
  }

  /**
   * @throws StreamsightException {@link Reason#MODEL_TOO_LARGE} naming the setting to raise
   */
  public ModelFile publish(String model, byte[] onnx) {
    if (onnx.length > config.maxModelBytes()) {
      throw new StreamsightException(
          Reason.MODEL_TOO_LARGE,
          "The ONNX file has %d bytes, streamsight.max-model-bytes allows %d"
              .formatted(onnx.length, config.maxModelBytes()));
    }
    String sha256 = Sha256.of(onnx);
    RecordMetadata at =
        writer.write(
            Topic.MODELS,
            Event.of(
                EventType.MODEL,
                ModelVersion.fileKey(model, sha256),
                TopicWriter.SOURCE,
                EventType.MODEL.contentType(),
                onnx));
    return new ModelFile(sha256, onnx.length, at.partition(), at.offset());
  }

  /**
   * By its offset or else, when the topic was restored or mirrored, by its key.
   *
   * @param stop asked several times a second
   * @throws StreamsightException {@link Reason#MODEL_MISSING} when the topic does not hold it
   * @throws CancellationException when it was stopped
   * @throws KafkaException when the broker is away
   */
  public byte[] read(ModelVersion version, BooleanSupplier stop) {
    ModelFile file = version.file();
    try (LogReader reader = new LogReader(kafka, config.topicSettings().name(Topic.MODELS))) {
      return reader
          .at(file.partition(), file.offset(), PATIENCE, stop)
          .map(ConsumerRecord::value)
          .filter(bytes -> is(file, bytes))
          .or(() -> byKey(version, stop))
          .orElseThrow(
              () ->
                  new StreamsightException(
                      Reason.MODEL_MISSING,
                      "Version %d of %s, %s, is neither at %d@%d of models nor elsewhere"
                          .formatted(
                              version.version(),
                              version.model(),
                              file.sha256(),
                              file.partition(),
                              file.offset())));
    }
  }

  private Optional<byte[]> byKey(ModelVersion version, BooleanSupplier stop) {
    byte[] key = version.fileKey().getBytes(StandardCharsets.UTF_8);
    AtomicReference<byte[]> found = new AtomicReference<>();
    try (LogReader reader = new LogReader(kafka, config.topicSettings().name(Topic.MODELS))) {
      reader.readTo(
          reader.end(),
          PATIENCE,
          stop,
          record -> {
            if (Arrays.equals(key, record.key()) && is(version.file(), record.value())) {
              found.set(record.value());
            }
          });
    }
    return Optional.ofNullable(found.get());
  }

  private static boolean is(ModelFile file, byte[] bytes) {
    return bytes != null && Sha256.of(bytes).equals(file.sha256());
  }
}

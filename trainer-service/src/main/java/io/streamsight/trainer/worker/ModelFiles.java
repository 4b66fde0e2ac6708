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
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** ONNX files on {@code models}. */
@ApplicationScoped
public class ModelFiles {
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
   * @throws StreamsightException {@link Reason#MODEL_MISSING} when it is not where the registry
   *     says
   */
  public byte[] read(ModelVersion version) {
    ModelFile file = version.file();
    try (LogReader reader = new LogReader(kafka, config.topicSettings().name(Topic.MODELS))) {
      return reader
          .at(file.partition(), file.offset())
          .map(ConsumerRecord::value)
          .filter(bytes -> bytes != null && Sha256.of(bytes).equals(file.sha256()))
          .orElseThrow(
              () ->
                  new StreamsightException(
                      Reason.MODEL_MISSING,
                      "Version %d of %s is not at %d@%d of models"
                          .formatted(
                              version.version(),
                              version.model(),
                              file.partition(),
                              file.offset())));
    }
  }
}

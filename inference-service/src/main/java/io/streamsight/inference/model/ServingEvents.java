package io.streamsight.inference.model;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.serving.ServingEvent;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.inference.ReplicaName;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * Tells {@code serving-events} what this replica serves and refuses. Nobody decides by them, so one
 * that can't be written is logged and lost: serving does not wait for it.
 */
@ApplicationScoped
class ServingEvents {
  private static final Logger LOG = Logger.getLogger(ServingEvents.class);
  private static final String SOURCE = "/streamsight/inference";
  private static final int MAX_BLOCK_MS = 1_000;

  private static final String REPLICA = ReplicaName.ofThisProcess();

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;

  ServingEvents(
      @Identifier("default-kafka-broker") Map<String, Object> kafka, InstallationConfig config) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "inference-serving-events");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    topic = config.topicSettings().name(Topic.SERVING_EVENTS);
  }

  void served(ServedModel model, Integer before, Duration took) {
    write(
        new ServingEvent(
            model.name(),
            ServingEvent.Kind.SERVED,
            model.version().version(),
            before,
            REPLICA,
            model.device().text(),
            took.toNanos() / 1e6,
            null,
            null));
  }

  void refused(String model, int version, Integer before, LoadResult.Refused refused) {
    write(
        new ServingEvent(
            model,
            ServingEvent.Kind.REFUSED,
            version,
            before,
            REPLICA,
            null,
            null,
            refused.reason().code(),
            refused.detail()));
  }

  void dropped(String model, int version) {
    write(
        new ServingEvent(
            model, ServingEvent.Kind.DROPPED, version, null, REPLICA, null, null, null, null));
  }

  private void write(ServingEvent event) {
    try {
      producer.send(
          Event.json(EventType.SERVING, event.model(), SOURCE, event).toRecord(topic),
          (metadata, error) -> {
            if (error != null) {
              lost(error);
            }
          });
    } catch (KafkaException e) {
      lost(e);
    }
  }

  private void lost(Exception error) {
    LOG.warnf("Not written to %s: %s", topic, error.getMessage());
  }

  @PreDestroy
  void close() {
    producer.close(Duration.ofSeconds(2));
  }
}

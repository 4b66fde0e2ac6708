package io.streamsight.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A member that has read one of its partitions, and then its broker is away. */
class PositionTest {
  private static final TopicPartition READ = new TopicPartition("requests", 0);
  private static final TopicPartition NEW = new TopicPartition("requests", 1);
  private static final Map<String, Object> NO_BROKER = Map.of("bootstrap.servers", "127.0.0.1:9");

  private final Window window = new Window(10, 1 << 20);
  private KafkaConsumer<byte[], byte[]> consumer;

  @BeforeEach
  void assign() {
    var settings = new HashMap<>(NO_BROKER);
    settings.put("group.id", "position");
    settings.put("enable.auto.commit", false);
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(READ, NEW));
    consumer.seek(READ, 7);
  }

  @AfterEach
  void close() {
    consumer.close(CloseOptions.timeout(Duration.ZERO));
  }

  @Test
  void shouldKnowWhatWasReadWithoutABroker() {
    var position = new Position(consumer, window);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThat(position.dueAsFarAsKnown())
                .containsExactly(Map.entry(READ, new OffsetAndMetadata(7))));
  }

  @Test
  void shouldNotWaitForTheBrokerWhenItAbandons() {
    var producer =
        new KafkaProducer<>(NO_BROKER, new ByteArraySerializer(), new ByteArraySerializer());
    try (producer) {
      var connection = new StreamConnection(consumer, producer, new SimpleMeterRegistry());
      var delivery = new AtLeastOnce(connection, window, request -> {});
      // A question to the broker may take a minute.
      assertTimeoutPreemptively(Duration.ofSeconds(20), delivery::abandon);
    }
  }
}

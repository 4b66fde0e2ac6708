package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  private static final int MODEL_BYTES = 64 << 20;

  @TempDir Path folder;

  @Test
  void shouldFindItsRecordsAgainAfterARestartOnTheSameFolder() throws Exception {
    int port = Ports.free();
    try (var broker = EmbeddedBroker.start(folder, port)) {
      assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
      create(broker, "kept");
      send(broker, "kept", "before".getBytes());
    }
    try (var broker = EmbeddedBroker.start(folder, port)) {
      send(broker, "kept", "after".getBytes());
      assertThat(read(broker, "kept", 2))
          .extracting(String::new)
          .containsExactly("before", "after");
    }
  }

  @Test
  void shouldCarryTheLargestModel() throws Exception {
    try (var broker = EmbeddedBroker.startTemporary()) {
      create(broker, "models");
      send(broker, "models", new byte[MODEL_BYTES]);
      assertThat(read(broker, "models", 1).get(0)).hasSize(MODEL_BYTES);
    }
  }

  @Test
  void shouldNotCreateATopicThatNobodyDeclared() throws Exception {
    try (var broker = EmbeddedBroker.startTemporary()) {
      assertThatThrownBy(() -> send(broker, "misspelt", new byte[1]))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TimeoutException.class)
          .hasMessageContaining("misspelt");
    }
  }

  @Test
  void shouldNameTheTakenPort() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> EmbeddedBroker.start(folder, other.getLocalPort()))
          .isInstanceOf(PortTakenException.class)
          .hasMessageStartingWith("Port " + other.getLocalPort() + " is taken");
    }
  }

  private static void create(EmbeddedBroker broker, String topic) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  private static void send(EmbeddedBroker broker, String topic, byte[] value) throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "max.request.size",
            MODEL_BYTES + 65_536,
            "buffer.memory",
            2L * MODEL_BYTES,
            "max.block.ms",
            3_000);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  private static List<byte[]> read(EmbeddedBroker broker, String topic, int count) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "group.id",
            "reader",
            "auto.offset.reset",
            "earliest");
    var values = new java.util.ArrayList<byte[]>();
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (values.size() < count && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }
}

package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.log.LogTail;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicProvisioner;
import io.streamsight.contract.topic.TopicSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract's reading of logs and its topics, against a real broker. */
class LogIT {
  private static final int PARTITIONS = 3;

  @TempDir private Path folder;

  private static Map<String, Object> settings(EmbeddedBroker broker) {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  private static void create(EmbeddedBroker broker, String topic) throws Exception {
    try (Admin admin = Admin.create(settings(broker))) {
      admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
    }
  }

  private static void write(EmbeddedBroker broker, String topic, int from, int to)
      throws Exception {
    try (var producer =
        new KafkaProducer<>(
            settings(broker), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = from; i < to; i++) {
        byte[] value = String.valueOf(i).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, value)).get();
      }
    }
  }

  private static int number(ConsumerRecord<byte[], byte[]> record) {
    return Integer.parseInt(new String(record.value(), StandardCharsets.UTF_8));
  }

  @Test
  void shouldFoldEveryRecordOnceThoughTheBrokerRestarts() throws Exception {
    int port = Ports.free();
    List<Integer> folded = Collections.synchronizedList(new ArrayList<>());
    EmbeddedBroker broker = EmbeddedBroker.start(folder, port);
    create(broker, "log");
    write(broker, "log", 0, 30);
    try (LogTail tail = new LogTail(settings(broker), "log", r -> folded.add(number(r)))) {
      tail.await(0, 9, Duration.ofSeconds(60));
      broker.close();
      broker = EmbeddedBroker.start(folder, port);
      write(broker, "log", 30, 60);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        tail.await(partition, 19, Duration.ofSeconds(60));
      }
      assertThat(tail.caughtUp()).isTrue();
      assertThat(tail.alive()).isTrue();
    } finally {
      broker.close();
    }
    assertThat(folded).hasSize(60).doesNotHaveDuplicates();
  }

  @Test
  void shouldGoOnAfterARecordThatTheFoldRefuses() throws Exception {
    List<Integer> folded = Collections.synchronizedList(new ArrayList<>());
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      create(broker, "log");
      write(broker, "log", 0, 9);
      try (LogTail tail =
          new LogTail(
              settings(broker),
              "log",
              r -> {
                if (number(r) == 3) {
                  throw new IllegalArgumentException("not this one");
                }
                folded.add(number(r));
              })) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
          tail.await(partition, 2, Duration.ofSeconds(60));
        }
      }
    }
    assertThat(folded).containsExactlyInAnyOrder(0, 1, 2, 4, 5, 6, 7, 8);
  }

  @Test
  void shouldReadAPrefixAndNothingBeyondIt() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      create(broker, "log");
      write(broker, "log", 0, 30);
      List<Integer> first = new ArrayList<>();
      List<Integer> rest = new ArrayList<>();
      try (LogReader reader = new LogReader(settings(broker), "log")) {
        reader.readTo(new Offsets(Map.of(0, 2L, 2, 1L)), r -> first.add(number(r)));
        reader.readTo(reader.end(), r -> rest.add(number(r)));
      }
      assertThat(first).containsExactlyInAnyOrder(0, 3, 2);
      assertThat(rest).hasSize(27).doesNotContainAnyElementsOf(first);
    }
  }

  @Test
  void shouldReadSingleOffsetsAndPassOverThoseThatAreNotThere() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      create(broker, "log");
      write(broker, "log", 0, 600);
      List<Integer> read = new ArrayList<>();
      try (LogReader reader = new LogReader(settings(broker), "log")) {
        reader.readAt(
            Map.of(
                0, new TreeSet<>(List.of(0L, 199L, 200L)),
                1, new TreeSet<>(List.of(5L, 150L)),
                9, new TreeSet<>(List.of(0L))),
            Duration.ofMinutes(1),
            () -> false,
            r -> read.add(number(r)));
        assertThat(read).containsExactlyInAnyOrder(0, 597, 16, 451);
        assertThat(reader.at(2, 4).map(LogIT::number)).contains(14);
        assertThat(reader.at(2, 200)).isEmpty();
        assertThat(reader.at(7, 0)).isEmpty();
      }
    }
  }

  @Test
  void shouldRefuseATopicWhoseOrderCouldNotDecide() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
        Admin admin = Admin.create(settings(broker))) {
      create(broker, "registry");
      TopicProvisioner provisioner = new TopicProvisioner(admin, TopicSettings.LOCAL);

      StreamsightException refused =
          org.assertj.core.api.Assertions.catchThrowableOfType(
              StreamsightException.class,
              () ->
                  provisioner.provision(
                      TopicProvisioner.Mode.VERIFY, List.of(Topic.REGISTRY, Topic.RUN_LEASES)));

      assertThat(refused.reason()).isEqualTo(Reason.TOPIC_MISCONFIGURED);
      assertThat(refused)
          .hasMessageContaining("registry has 3 partitions but needs 1")
          .hasMessageContaining("run-leases is missing");
    }
  }

  @Test
  void shouldGiveUpReadingWhenATransactionBeforeTheEndStaysOpen() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      create(broker, "open");
      write(broker, "open", 0, 3);
      Map<String, Object> config = new HashMap<>(settings(broker));
      config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "stays-open");
      try (var producer =
              new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
          LogReader reader = new LogReader(settings(broker), "open")) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("open", 0, null, new byte[] {'9'})).get();
        List<Integer> read = new ArrayList<>();

        assertThatThrownBy(
                () ->
                    reader.readTo(
                        reader.end(), Duration.ofMillis(500), record -> read.add(number(record))))
            .isInstanceOf(TimeoutException.class)
            .hasMessageContaining("open got no further than");
        assertThat(read).containsExactlyInAnyOrder(0, 1, 2);

        producer.commitTransaction();
        reader.readTo(reader.end(), Duration.ofSeconds(30), record -> read.add(number(record)));
        assertThat(read).containsExactlyInAnyOrder(0, 1, 2, 9);
      }
    }
  }
}

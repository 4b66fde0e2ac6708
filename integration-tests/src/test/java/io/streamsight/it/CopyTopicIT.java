package io.streamsight.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.log.LogReader;
import io.streamsight.local.EmbeddedBroker;
import io.streamsight.local.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between two clusters, each of which knows only a user of its own. */
class CopyTopicIT {
  @TempDir private Path folder;

  @Test
  void shouldCopyEveryRecordWithTheCredentialsOfEachCluster() throws Exception {
    String from = "127.0.0.1:" + Ports.free();
    String to = "127.0.0.1:" + Ports.free();
    try (EmbeddedBroker source = broker(from, "ann");
        EmbeddedBroker target = broker(to, "bob")) {
      write(source.bootstrapServers());
      String ann = "-Dconfig=" + config("ann");
      List<String> arguments = List.of(from, "old", "new");
      assertThat(CopyProcess.run(List.of(ann, "-Dto.config=" + config("bob")), arguments))
          .as("no other cluster is named")
          .isEqualTo(1);
      assertThat(
              CopyProcess.run(
                  List.of(ann, "-Dto=" + to, "-Dto.config=" + config("ann")), arguments))
          .as("ann is nobody there")
          .isEqualTo(1);

      List<String> both = List.of(ann, "-Dto=" + to, "-Dto.config=" + config("bob"));
      assertThat(CopyProcess.run(both, arguments)).isZero();
      assertThat(read(target.bootstrapServers(), "new"))
          .hasSize(20)
          .isEqualTo(read(source.bootstrapServers(), "old"));
      assertThat(cleanup(target.bootstrapServers(), "new")).isEqualTo("compact");

      assertThat(CopyProcess.run(both, arguments)).as("all is there already").isEqualTo(1);
      assertThat(read(target.bootstrapServers(), "new")).hasSize(20);
    }
  }

  /** Beside the listener that asks for a password there is one that is the test's own. */
  private static EmbeddedBroker broker(String secured, String user) {
    String jaas =
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%1$s-secret\";";
    return EmbeddedBroker.startTemporary(
        Map.of(
            "listeners",
            "SECURED://" + secured,
            "listener.security.protocol.map",
            "SECURED:SASL_PLAINTEXT",
            "listener.name.secured.sasl.enabled.mechanisms",
            "PLAIN",
            "listener.name.secured.plain.sasl.jaas.config",
            jaas.formatted(user)));
  }

  private Path config(String user) throws Exception {
    String jaas =
        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\""
            + " password=\"%1$s-secret\";";
    return Files.writeString(
        folder.resolve(user + ".properties"),
        "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config="
            + jaas.formatted(user));
  }

  private static void write(String servers) throws Exception {
    Map<String, Object> kafka = Map.of("bootstrap.servers", servers);
    try (Admin admin = Admin.create(kafka);
        var producer =
            new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      NewTopic topic =
          new NewTopic("old", 3, (short) 1).configs(Map.of("cleanup.policy", "compact"));
      admin.createTopics(List.of(topic)).all().get();
      for (int i = 0; i < 20; i++) {
        byte[] value = i % 5 == 0 ? null : new byte[] {(byte) i};
        var record =
            new ProducerRecord<>("old", i % 3, 1_000L + i, ("key" + i).getBytes(UTF_8), value);
        record.headers().add("number", new byte[] {(byte) i});
        producer.send(record).get();
      }
    }
  }

  private static List<String> read(String servers, String topic) {
    List<String> records = new ArrayList<>();
    try (LogReader reader = new LogReader(Map.of("bootstrap.servers", servers), topic)) {
      reader.readTo(reader.end(), record -> records.add(text(record)));
    }
    return records.stream().sorted().toList();
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return "%d %d %d %s %s %s"
        .formatted(
            record.partition(),
            record.offset(),
            record.timestamp(),
            new String(record.key(), UTF_8),
            Arrays.toString(record.value()),
            Arrays.toString(record.headers().lastHeader("number").value()));
  }

  private static String cleanup(String servers, String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      return admin
          .describeConfigs(List.of(resource))
          .all()
          .get()
          .get(resource)
          .get("cleanup.policy")
          .value();
    }
  }
}

package io.streamsight.it;

import static org.awaitility.Awaitility.await;

import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicProvisioner;
import io.streamsight.contract.topic.TopicSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Copies topics from cluster to cluster as any tool does: record by record, with their times. */
final class TopicCopy {
  /** Of all that there are, what a restore needs, in the order of copying. */
  static final List<Topic> TOPICS =
      List.of(Topic.IMAGES, Topic.IMAGE_INDEX, Topic.IMAGE_SPLITS, Topic.MODELS, Topic.REGISTRY);

  private TopicCopy() {}

  /** Makes the topics; each partition's first record will have the offset {@code begin}. */
  static void prepare(String bootstrapServers, int begin) throws Exception {
    Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrapServers);
    try (Admin admin = Admin.create(kafka);
        KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers)) {
      new TopicProvisioner(admin, TopicSettings.LOCAL)
          .provision(TopicProvisioner.Mode.CREATE, TOPICS);
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      for (Topic topic : TOPICS) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
          for (int i = 0; i < begin; i++) {
            producer.send(
                new ProducerRecord<>(topic.baseName(), partition, new byte[] {1}, new byte[] {1}));
          }
          all.put(
              new TopicPartition(topic.baseName(), partition), RecordsToDelete.beforeOffset(begin));
        }
      }
      producer.flush();
      // What is compacted can't be cut off at the front.
      cleanup(admin, "delete");
      // The brokers hear of the policy a moment later.
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptions()
          .until(() -> admin.deleteRecords(all).all().get() == null);
      cleanup(admin, "compact");
    }
  }

  private static void cleanup(Admin admin, String policy) throws Exception {
    AlterConfigOp op =
        new AlterConfigOp(
            new ConfigEntry(TopicConfig.CLEANUP_POLICY_CONFIG, policy), AlterConfigOp.OpType.SET);
    for (Topic topic : List.of(Topic.IMAGES, Topic.MODELS)) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.baseName());
      admin.incrementalAlterConfigs(Map.of(resource, List.of(op))).all().get();
    }
  }

  static void copy(String from, String to) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = producer(to)) {
      for (Topic topic : TOPICS) {
        try (LogReader reader =
            new LogReader(Map.of("bootstrap.servers", from), topic.baseName())) {
          reader.readTo(
              reader.end(),
              record ->
                  sent.add(
                      producer.send(
                          new ProducerRecord<>(
                              record.topic(),
                              // Models move to another partition too.
                              topic == Topic.MODELS
                                  ? (record.partition() + 1) % topic.partitions()
                                  : record.partition(),
                              record.timestamp(),
                              record.key(),
                              record.value(),
                              record.headers()))));
        }
        for (Future<RecordMetadata> written : sent) {
          written.get();
        }
        sent.clear();
      }
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 72 << 20),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}

package io.streamsight.it;

import static org.awaitility.Awaitility.await;

import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicProvisioner;
import io.streamsight.contract.topic.TopicSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics as they are after a while: their first records are gone. */
final class LaterOffsets {
  private LaterOffsets() {}

  /** Makes the topics; each partition's first record will have the offset {@code begin}. */
  static void prepare(String bootstrapServers, List<Topic> topics, int begin) throws Exception {
    Map<String, Object> kafka = Map.of("bootstrap.servers", bootstrapServers);
    try (Admin admin = Admin.create(kafka);
        var producer =
            new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      new TopicProvisioner(admin, TopicSettings.LOCAL)
          .provision(TopicProvisioner.Mode.CREATE, topics);
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      for (Topic topic : topics) {
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
}

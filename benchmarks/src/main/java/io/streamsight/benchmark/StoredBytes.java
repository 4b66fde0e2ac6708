package io.streamsight.benchmark;

import io.streamsight.contract.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.Node;

/**
 * What the local broker holds of the topics that grow with the images, in bytes: batches, headers
 * and the markers of transactions included.
 */
record StoredBytes(long images, long index, long splits) {
  static StoredBytes at(String bootstrapServers) throws InterruptedException {
    return new StoredBytes(
        of(bootstrapServers, Topic.IMAGES.baseName()),
        of(bootstrapServers, Topic.IMAGE_INDEX.baseName()),
        of(bootstrapServers, Topic.IMAGE_SPLITS.baseName()));
  }

  static long of(String bootstrapServers, String topic) throws InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      List<Integer> brokers = admin.describeCluster().nodes().get().stream().map(Node::id).toList();
      return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
          .flatMap(folders -> folders.values().stream())
          .mapToLong(folder -> of(folder, topic))
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long of(LogDirDescription folder, String topic) {
    return folder.replicaInfos().entrySet().stream()
        .filter(replica -> replica.getKey().topic().equals(topic))
        .mapToLong(replica -> replica.getValue().size())
        .sum();
  }
}

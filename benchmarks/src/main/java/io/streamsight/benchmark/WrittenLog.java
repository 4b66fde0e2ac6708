package io.streamsight.benchmark;

import io.streamsight.contract.Sha256;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.ImageFormat;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicProvisioner;
import io.streamsight.contract.topic.TopicSettings;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;

/**
 * What the indexer and an import would have written of many images, were they there: lines of
 * {@code image-index} in transactions, and their places in one data set. The folds read no image.
 */
final class WrittenLog {
  static final String DATASET = "scale";

  /** Of a transaction: what the indexer polls at most. */
  static final int LINES = 500;

  private static final int PHOTO_BYTES = 22_000;
  private static final int PARTITIONS = Topic.IMAGES.partitions();
  private static final Split[] SPLITS = {Split.TRAIN, Split.TRAIN, Split.VALIDATION, Split.TEST};
  private static final String INDEX = TopicSettings.LOCAL.name(Topic.IMAGE_INDEX);
  private static final String ASSIGNMENTS = TopicSettings.LOCAL.name(Topic.IMAGE_SPLITS);

  private final String bootstrapServers;

  WrittenLog(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Makes the topics, and returns when the broker has all of it. */
  void write(int images) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      new TopicProvisioner(admin, TopicSettings.LOCAL)
          .provision(
              TopicProvisioner.Mode.CREATE,
              List.of(Topic.IMAGES, Topic.IMAGE_INDEX, Topic.IMAGE_SPLITS));
    }
    long[] next = new long[PARTITIONS];
    try (KafkaProducer<byte[], byte[]> index = producer(Map.of("transactional.id", "scale"));
        KafkaProducer<byte[], byte[]> splits =
            producer(Map.of("linger.ms", 20, "batch.size", 256 << 10))) {
      index.initTransactions();
      for (int i = 0; i < images; i++) {
        if (i % LINES == 0) {
          index.beginTransaction();
        }
        String label = i % 2 == 0 ? "cat" : "dog";
        String id = "train/%s/%s.%07d.jpg".formatted(label, label, i);
        index.send(line(id, next));
        splits.send(assignment(id, SPLITS[i / 2 % SPLITS.length], label));
        if (i % LINES == LINES - 1 || i == images - 1) {
          index.commitTransaction();
        }
      }
    }
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    var config = new HashMap<String, Object>(more);
    config.put("bootstrap.servers", bootstrapServers);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static ProducerRecord<byte[], byte[]> line(String id, long[] next) {
    byte[] key = id.getBytes(StandardCharsets.UTF_8);
    int partition = Utils.toPositive(Utils.murmur2(key)) % PARTITIONS;
    long offset = next[partition]++;
    var line =
        new IndexRecord.Indexed(
            Sha256.of(id), PHOTO_BYTES, 500, 375, ImageFormat.JPEG, partition, offset, false);
    return new Event(
            EventType.IMAGE_INDEXED,
            key,
            Sha256.of(partition + "/" + offset),
            "/streamsight/indexer",
            id,
            EventType.IMAGE_INDEXED.contentType(),
            Json.write(line),
            Map.of())
        .toRecord(INDEX);
  }

  private static ProducerRecord<byte[], byte[]> assignment(String id, Split split, String label) {
    String key = new String(new SplitKey(DATASET, id).toKey(), StandardCharsets.UTF_8);
    return Event.json(
            EventType.IMAGE_ASSIGNED, key, "/streamsight/ingest", SplitAssignment.of(split, label))
        .toRecord(ASSIGNMENTS);
  }
}

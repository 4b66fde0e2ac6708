package io.streamsight.trainer;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.ImageFormat;
import io.streamsight.contract.log.IndexerProgress;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.topic.TopicSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes what producers and the ingest service leave on the topics, and reads topics back. */
@ApplicationScoped
public class IngestedImages {
  private final Map<String, Object> kafka;

  IngestedImages(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.kafka = kafka;
  }

  /** Red cats and blue dogs, {@code perSplit} of each in each split. */
  void publish(String dataset, int perSplit) throws Exception {
    Random random = new Random(dataset.hashCode());
    try (KafkaProducer<byte[], byte[]> producer = producer();
        Admin admin = Admin.create(kafka)) {
      for (Split split : Split.values()) {
        for (int i = 0; i < perSplit; i++) {
          for (String label : List.of("cat", "dog")) {
            String id = "%s-%s-%s-%d".formatted(dataset, split.text(), label, i);
            publish(producer, dataset, id, split, label, picture(label, random));
          }
        }
      }
      commitAsIndexer(admin);
    }
  }

  private static void publish(
      KafkaProducer<byte[], byte[]> producer,
      String dataset,
      String id,
      Split split,
      String label,
      byte[] png)
      throws Exception {
    byte[] key = id.getBytes(StandardCharsets.UTF_8);
    RecordMetadata at = producer.send(new ProducerRecord<>("images", key, png)).get();
    IndexRecord index =
        new IndexRecord.Indexed(
            Sha256.of(png),
            png.length,
            40,
            40,
            ImageFormat.PNG,
            at.partition(),
            at.offset(),
            false);
    producer.send(new ProducerRecord<>("image-index", key, Json.write(index))).get();
    producer
        .send(
            new ProducerRecord<>(
                "image-splits",
                new SplitKey(dataset, id).toKey(),
                Json.write(SplitAssignment.of(split, label))))
        .get();
  }

  private void commitAsIndexer(Admin admin) throws Exception {
    try (LogReader images = new LogReader(kafka, "images")) {
      admin
          .alterConsumerGroupOffsets(
              IndexerProgress.group(TopicSettings.LOCAL),
              images.end().next().entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          e -> new TopicPartition("images", e.getKey()),
                          e -> new OffsetAndMetadata(e.getValue()))))
          .all()
          .get();
    }
  }

  private static byte[] picture(String label, Random random) throws IOException {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 40; x++) {
        int strong = 160 + random.nextInt(96);
        int weak = random.nextInt(96);
        image.setRGB(x, y, label.equals("cat") ? strong << 16 | weak : weak << 16 | strong);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }

  void write(String topic, String key, String value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer
          .send(
              new ProducerRecord<>(
                  topic,
                  key.getBytes(StandardCharsets.UTF_8),
                  value.getBytes(StandardCharsets.UTF_8)))
          .get();
    }
  }

  /** All records of a key, oldest first within a partition. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic, String key) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (LogReader reader = new LogReader(kafka, topic)) {
      reader.readTo(
          reader.end(),
          record -> {
            if (key.equals(new String(record.key(), StandardCharsets.UTF_8))) {
              found.add(record);
            }
          });
    }
    return found;
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
  }
}

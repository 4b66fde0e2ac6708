package io.streamsight.benchmark;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Somebody who writes pictures to one topic and waits for a record of the same key on another. For
 * one thread.
 */
final class RequestLoad implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_EVERY_MS = 200;

  private final List<byte[]> pictures;
  private final String requests;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, Long> sentAt = new HashMap<>();
  private int sent;
  private int unknown;

  /** An answer, as its reader saw it. */
  record Answer(String key, double latencyMs, long timestamp) {}

  private final List<Answer> answers = new ArrayList<>();

  /**
   * @param requests a topic
   * @param answered the topic of the answers; the same one for the time of a single hop
   */
  RequestLoad(String bootstrapServers, List<byte[]> pictures, String requests, String answered) {
    this.pictures = pictures;
    this.requests = requests;
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "max.request.size",
            TopicSettings.LOCAL.maxImageRecordBytes(),
            // Else every hop has five milliseconds of waiting for company.
            "linger.ms",
            0);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    var bytes = new ByteArrayDeserializer();
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "auto.offset.reset", "latest",
                // With exactly once, the commit is part of the latency, and what was undone no
                // answer.
                "isolation.level", "read_committed"),
            bytes,
            bytes);
    List<TopicPartition> partitions =
        consumer.partitionsFor(answered).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // Now, not at the first poll.
  }

  static RequestLoad ofService(String bootstrapServers, List<byte[]> pictures) {
    return new RequestLoad(
        bootstrapServers,
        pictures,
        Topic.CLASSIFICATION_REQUESTS.baseName(),
        Topic.CLASSIFICATIONS.baseName());
  }

  /** Writes so many at once, and returns when the broker has them. */
  void writeAll(int count) {
    for (int i = 0; i < count; i++) {
      send();
    }
    producer.flush();
  }

  /**
   * Writes so many at random moments, as independent producers do, and reads answers meanwhile.
   *
   * @param perSecond on average
   */
  void writePaced(int count, double perSecond) {
    var moments = new RandomMoments(perSecond);
    for (int i = 0; i < count; i++) {
      long moment = moments.next();
      while (System.nanoTime() < moment) {
        poll(Duration.ofNanos(Math.max(0, moment - System.nanoTime())));
      }
      send();
    }
  }

  /**
   * Waits until there are as many answers as requests, without reading them: that would take time
   * from those who write them.
   */
  void awaitWritten() throws InterruptedException {
    long before = consumer.assignment().stream().mapToLong(consumer::position).sum();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (answersSince(before) < sentAt.size() && System.nanoTime() < end) {
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  private long answersSince(long before) {
    return consumer.endOffsets(consumer.assignment()).values().stream().mapToLong(n -> n).sum()
        - before;
  }

  /** Every answer since the last call, when there is one for each request. */
  List<Answer> awaitAnswers() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!sentAt.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new CommandFailedException(
            "%d requests have no answer after %s: see inference.log"
                .formatted(sentAt.size(), PATIENCE));
      }
      poll(Duration.ofMillis(100));
    }
    List<Answer> all = List.copyOf(answers);
    answers.clear();
    return all;
  }

  /** Answers to nobody, or second ones. */
  int unknown() {
    return unknown;
  }

  private void send() {
    String key = "request-%07d".formatted(sent);
    byte[] picture = pictures.get(sent++ % pictures.size());
    sentAt.put(key, System.nanoTime());
    producer.send(new ProducerRecord<>(requests, key.getBytes(StandardCharsets.UTF_8), picture));
  }

  private void poll(Duration timeout) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      String key = new String(record.key(), StandardCharsets.UTF_8);
      Long began = sentAt.remove(key);
      if (began == null) {
        unknown++;
      } else {
        answers.add(new Answer(key, (System.nanoTime() - began) / 1e6, record.timestamp()));
      }
    }
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}

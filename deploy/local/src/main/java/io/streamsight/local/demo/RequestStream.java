package io.streamsight.local.demo;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.Progress;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A user of the topics who knows nothing but Kafka: writes images to {@code
 * classification-requests}, reads {@code classifications} and the dead letters. For one thread.
 */
final class RequestStream implements AutoCloseable {
  /** Time for a second answer to show up that should not be. */
  private static final Duration SETTLE = Duration.ofSeconds(2);

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final String requests = TopicSettings.LOCAL.name(Topic.CLASSIFICATION_REQUESTS);
  private final String answers = TopicSettings.LOCAL.name(Topic.CLASSIFICATIONS);
  private final String deadLetters = TopicSettings.LOCAL.name(Topic.CLASSIFICATION_REQUESTS_DLQ);
  private final String session = UUID.randomUUID().toString().substring(0, 8);
  private final AtomicReference<Exception> unsent = new AtomicReference<>();
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private int sent;

  /** An encoded image and the label it should get; null for one that should be refused. */
  record Request(byte[] image, String label) {}

  RequestStream(String bootstrapServers) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "max.request.size",
            TopicSettings.LOCAL.maxImageRecordBytes(),
            "max.block.ms",
            10_000);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    var bytes = new ByteArrayDeserializer();
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "latest"),
            bytes,
            bytes);
    List<TopicPartition> partitions =
        Stream.of(answers, deadLetters)
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // Now, not at the first poll.
  }

  /**
   * Sends all requests and reads until each is answered or dead-lettered, and a moment longer.
   *
   * @param pace time between two requests; zero sends them all at once
   */
  Tally run(String task, List<Request> list, Duration pace) {
    var tally = new Tally();
    var patience =
        new Patience(LIMIT, "Not every request is answered (see inference.log in the logs)");
    try (var bar = new Progress(task, list.size(), "images")) {
      long next = System.nanoTime();
      for (Request request : list) {
        send(request, tally);
        next += pace.toNanos();
        do {
          poll(tally, Duration.ofNanos(Math.max(0, next - System.nanoTime())));
        } while (System.nanoTime() < next);
        bar.stepTo(tally.done());
      }
      producer.flush();
      while (!tally.complete()) {
        requireSent();
        poll(tally, Duration.ofMillis(100));
        bar.stepTo(tally.done());
        patience.check(tally.done());
      }
    }
    long settled = System.nanoTime() + SETTLE.toNanos();
    while (System.nanoTime() < settled) {
      poll(tally, Duration.ofMillis(100));
    }
    return tally;
  }

  private void send(Request request, Tally tally) {
    String key = "demo-%s-%06d".formatted(session, sent++);
    var record = new ProducerRecord<>(requests, text(key), request.image());
    tally.requested(key, request.label(), System.nanoTime());
    producer.send(
        record,
        (metadata, failure) -> {
          if (failure != null) {
            unsent.compareAndSet(null, failure);
          }
        });
  }

  private void requireSent() {
    if (unsent.get() != null) {
      throw new CommandFailedException(
          "The broker does not take a request: " + unsent.get().getMessage(), unsent.get());
    }
  }

  private void poll(Tally tally, Duration timeout) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      if (record.key() == null) {
        continue; // Somebody else's.
      }
      String key = new String(record.key(), StandardCharsets.UTF_8);
      if (record.topic().equals(deadLetters)) {
        tally.deadLettered(key, Event.header(record.headers(), "dlq-reason"));
      } else {
        String label = Json.read(record.value(), Classification.class).label();
        tally.answered(key, label, System.nanoTime());
      }
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
    consumer.close();
  }
}

package io.streamsight.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamsight.contract.log.LogReader;
import io.streamsight.local.pictures.DrawnPictures;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Requests, 25 a second, of which one in twenty is no image, sent on while the broker is away; and
 * what becomes of them, as a reader of committed records sees it.
 */
final class ClusterLoad implements AutoCloseable {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String REQUESTS = "classification-requests";
  private static final int STRIDE = 60;

  private final Map<String, Object> kafka;
  private final KafkaProducer<byte[], byte[]> producer;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Queue<Future<?>> sent = new ConcurrentLinkedQueue<>();

  ClusterLoad(Map<String, Object> kafka) {
    this.kafka = kafka;
    producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    List<byte[]> pictures =
        List.of(
            new DrawnPictures(6).jpeg("cat", 1),
            new DrawnPictures(6).jpeg("dog", 2),
            new DrawnPictures(6).jpeg("cat", 3));
    thread.scheduleAtFixedRate(() -> send(pictures), 0, 40, TimeUnit.MILLISECONDS);
  }

  private void send(List<byte[]> pictures) {
    int number = sent.size();
    byte[] value =
        number % 20 == 19 ? "no image".getBytes(UTF_8) : pictures.get(number % pictures.size());
    byte[] key = "load-%06d".formatted(number).getBytes(UTF_8);
    sent.add(producer.send(new ProducerRecord<>(REQUESTS, key, value)));
  }

  void awaitAnswers(int count) {
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(outcomes()).hasSizeGreaterThanOrEqualTo(count));
  }

  /** Until some more are answered than are now. */
  void awaitMore() {
    int now = await().atMost(LONG).ignoreExceptions().until(() -> outcomes().size(), size -> true);
    awaitAnswers(now + STRIDE);
  }

  /** Sends no more and waits until each request that the broker has taken has an outcome. */
  void stop() throws Exception {
    thread.shutdown();
    assertThat(thread.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
    for (Future<?> request : sent) {
      request.get();
    }
    awaitAnswers(sent.size());
  }

  /** How many answers and dead letters each request has. */
  Map<String, Integer> outcomes() {
    Map<String, Integer> outcomes = new TreeMap<>();
    for (String topic : List.of("classifications", REQUESTS + "-dlq")) {
      try (LogReader reader = new LogReader(new HashMap<>(kafka), topic, Duration.ofSeconds(10))) {
        reader.readTo(
            reader.end(),
            record -> outcomes.merge(new String(record.key(), UTF_8), 1, Integer::sum));
      }
    }
    return outcomes;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    producer.close(Duration.ZERO);
  }
}

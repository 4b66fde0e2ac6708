package io.streamsight.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamsight.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Fifty requests a second, one in twenty of them no image, and what becomes of them. */
final class InstallationLoad implements AutoCloseable {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final int STRIDE = 60;

  private final ScheduledExecutorService producer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger sent = new AtomicInteger();
  private final Installation installation;

  /** Begins at once. */
  InstallationLoad(Installation installation) {
    this.installation = installation;
    producer.scheduleAtFixedRate(() -> send(sent.getAndIncrement()), 0, 20, TimeUnit.MILLISECONDS);
  }

  private void send(int number) {
    byte[] image =
        number % 20 == 19 ? "broken".getBytes(StandardCharsets.UTF_8) : Fixtures.jpeg(number % 20);
    installation.request("load-%06d".formatted(number), image);
  }

  /** Until so many more were answered that every replica has had some. */
  void awaitMore() {
    int count = answers().size() + STRIDE;
    await().atMost(SOON).until(() -> answers().size() >= count);
  }

  private List<ConsumerRecord<byte[], byte[]>> answers() {
    return installation.read(Topic.CLASSIFICATIONS, "load-");
  }

  void stop() throws InterruptedException {
    producer.shutdown();
    assertThat(producer.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  /**
   * @param ofRequests answers and dead letters, by the request's key
   */
  record Outcome(
      List<ConsumerRecord<byte[], byte[]>> answers,
      Map<String, List<ConsumerRecord<byte[], byte[]>>> ofRequests) {}

  /** Waits until every request that was sent has one. */
  Outcome outcome() {
    return await()
        .atMost(SOON)
        .until(this::outcomeNow, outcome -> outcome.ofRequests().size() == sent.get());
  }

  private Outcome outcomeNow() {
    var answers = answers();
    var ofRequests = new TreeMap<String, List<ConsumerRecord<byte[], byte[]>>>();
    Stream.concat(
            answers.stream(),
            installation.read(Topic.CLASSIFICATION_REQUESTS_DLQ, "load-").stream())
        .forEach(
            record ->
                ofRequests
                    .computeIfAbsent(Installation.key(record), key -> new ArrayList<>())
                    .add(record));
    return new Outcome(answers, ofRequests);
  }

  @Override
  public void close() {
    producer.shutdownNow();
  }
}

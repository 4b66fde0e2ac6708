package io.streamsight.inference;

import static io.streamsight.inference.Fixtures.FIRST;
import static io.streamsight.inference.Fixtures.PETS;
import static io.streamsight.inference.Fixtures.jpeg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamsight.contract.event.Event;
import io.streamsight.contract.topic.Topic;
import io.streamsight.local.EmbeddedBroker;
import io.streamsight.local.Ports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two replicas under load, of which one after the other is killed, paused past its session and
 * replaced, with the broker stopped and started once in between.
 */
class DeliveryIT {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final int STRIDE = 60;

  @TempDir Path folder;

  @Test
  void shouldAnswerEveryRequestAtLeastOnce() throws Exception {
    Ordeal ordeal = ordeal("at-least-once");

    ordeal.outcomes.forEach(
        (key, outcome) -> assertThat(outcome).as(key).hasSizeGreaterThanOrEqualTo(1));
    // A repeat can be told from another answer.
    ordeal.outcomes.forEach((key, outcome) -> assertThat(ids(outcome)).as(key).hasSize(1));
  }

  @Test
  void shouldAnswerEveryRequestExactlyOnce() throws Exception {
    Ordeal ordeal = ordeal("exactly-once");

    ordeal.outcomes.forEach((key, outcome) -> assertThat(outcome).as(key).hasSize(1));
    ordeal.answers.stream()
        .collect(Collectors.groupingBy(ConsumerRecord::partition))
        .values()
        .forEach(partition -> assertThat(partition).extracting(Installation::key).isSorted());
  }

  /** What a letter has instead of an id is where its request stood. */
  private static Set<String> ids(List<ConsumerRecord<byte[], byte[]>> outcome) {
    Set<String> ids = new HashSet<>();
    for (var record : outcome) {
      String id = Event.header(record.headers(), "ce_id");
      ids.add(id != null ? id : Event.header(record.headers(), "dlq-offset"));
    }
    return ids;
  }

  private record Ordeal(
      List<ConsumerRecord<byte[], byte[]>> answers,
      Map<String, List<ConsumerRecord<byte[], byte[]>>> outcomes) {}

  private Ordeal ordeal(String delivery) throws Exception {
    Map<String, String> settings =
        Map.of(
            "streamsight.inference.delivery", delivery,
            "streamsight.inference.threads", "2",
            "kafka.session.timeout.ms", "6000",
            "kafka.heartbeat.interval.ms", "1000");
    int port = Ports.free();
    EmbeddedBroker broker = EmbeddedBroker.start(folder, port);
    String servers = broker.bootstrapServers();
    AtomicInteger sent = new AtomicInteger();
    ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    InferenceProcess first = InferenceProcess.start(servers, settings).awaitLive();
    InferenceProcess second = null;
    try (Installation installation = new Installation(servers)) {
      installation.publish(PETS, FIRST);
      installation.champion(PETS, null, 1);
      load.scheduleAtFixedRate(
          () -> send(installation, sent.getAndIncrement()), 0, 20, TimeUnit.MILLISECONDS);
      first.awaitReady();
      second = InferenceProcess.start(servers, settings).awaitReady();
      awaitAnswers(installation, STRIDE);
      first.kill();
      first = InferenceProcess.start(servers, settings).awaitReady();
      awaitMore(installation);
      second.pause();
      awaitMore(installation);
      second.goOn();
      broker.close();
      broker = EmbeddedBroker.start(folder, port);
      awaitMore(installation);
      second.kill();
      awaitMore(installation);
      load.shutdown();
      assertThat(load.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
      // In order: what it had begun is ended and committed.
      first.close();
      first = InferenceProcess.start(servers, settings).awaitReady();
      return outcome(installation, sent.get());
    } finally {
      load.shutdownNow();
      first.close();
      if (second != null) {
        second.close();
      }
      broker.close();
    }
  }

  private static void send(Installation installation, int number) {
    byte[] image =
        number % 20 == 19 ? "broken".getBytes(StandardCharsets.UTF_8) : jpeg(number % 20);
    installation.request("load-%06d".formatted(number), image);
  }

  private static void awaitMore(Installation installation) {
    awaitAnswers(installation, answers(installation).size() + STRIDE);
  }

  private static void awaitAnswers(Installation installation, int count) {
    await().atMost(SOON).until(() -> answers(installation).size() >= count);
  }

  private static List<ConsumerRecord<byte[], byte[]>> answers(Installation installation) {
    return installation.read(Topic.CLASSIFICATIONS, "load-");
  }

  private static Ordeal outcome(Installation installation, int count) {
    return await()
        .atMost(SOON)
        .until(
            () -> {
              var answers = answers(installation);
              var outcomes = new TreeMap<String, List<ConsumerRecord<byte[], byte[]>>>();
              Stream.concat(
                      answers.stream(),
                      installation.read(Topic.CLASSIFICATION_REQUESTS_DLQ, "load-").stream())
                  .forEach(
                      record ->
                          outcomes
                              .computeIfAbsent(Installation.key(record), key -> new ArrayList<>())
                              .add(record));
              return new Ordeal(answers, outcomes);
            },
            ordeal -> ordeal.outcomes.size() == count);
  }
}

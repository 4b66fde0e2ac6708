package io.streamsight.inference;

import static io.streamsight.inference.Fixtures.FIRST;
import static io.streamsight.inference.Fixtures.PETS;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.event.Event;
import io.streamsight.local.EmbeddedBroker;
import io.streamsight.local.Ports;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two replicas under load, of which one after the other is killed, paused past its session and
 * replaced, with the broker stopped and started once in between.
 */
class DeliveryIT {
  @TempDir Path folder;

  @Test
  void shouldAnswerEveryRequestAtLeastOnce() throws Exception {
    InstallationLoad.Outcome ordeal = ordeal("at-least-once");

    // A repeat can be told from another answer.
    ordeal.ofRequests().forEach((key, outcome) -> assertThat(ids(outcome)).as(key).hasSize(1));
  }

  @Test
  void shouldAnswerEveryRequestExactlyOnce() throws Exception {
    InstallationLoad.Outcome ordeal = ordeal("exactly-once");

    ordeal.ofRequests().forEach((key, outcome) -> assertThat(outcome).as(key).hasSize(1));
    ordeal.answers().stream()
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

  private InstallationLoad.Outcome ordeal(String delivery) throws Exception {
    Map<String, String> settings =
        Map.of(
            "streamsight.inference.delivery", delivery,
            "streamsight.inference.threads", "2",
            "kafka.session.timeout.ms", "6000",
            "kafka.heartbeat.interval.ms", "1000");
    int port = Ports.free();
    EmbeddedBroker broker = EmbeddedBroker.start(folder, port);
    String servers = broker.bootstrapServers();
    InferenceProcess first = InferenceProcess.start(servers, settings).awaitLive();
    InferenceProcess second = null;
    try (Installation installation = new Installation(servers);
        InstallationLoad load = new InstallationLoad(installation)) {
      installation.publish(PETS, FIRST);
      installation.champion(PETS, null, 1);
      first.awaitReady();
      second = InferenceProcess.start(servers, settings).awaitReady();
      load.awaitMore();
      first.kill();
      first = InferenceProcess.start(servers, settings).awaitReady();
      load.awaitMore();
      second.pause();
      load.awaitMore();
      second.goOn();
      broker.close();
      broker = EmbeddedBroker.start(folder, port);
      load.awaitMore();
      second.kill();
      load.awaitMore();
      load.stop();
      // In order: what it had begun is ended and committed.
      first.close();
      first = InferenceProcess.start(servers, settings).awaitReady();
      return load.outcome();
    } finally {
      first.close();
      if (second != null) {
        second.close();
      }
      broker.close();
    }
  }
}

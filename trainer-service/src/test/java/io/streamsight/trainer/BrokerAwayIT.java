package io.streamsight.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamsight.local.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerAwayIT {
  @TempDir Path folder;

  /** Regression: tens of thousands of lines in minutes, one for each attempt to connect. */
  @Test
  void shouldNotLogEveryAttemptToConnect() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.startTemporary();
    try (var trainer = TrainerProcess.start(broker.bootstrapServers(), folder, Map.of())) {
      trainer.awaitReady();
      broker.close();

      await()
          .during(Duration.ofSeconds(10))
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(trainer.log()).doesNotContain("NetworkClient"));
    } finally {
      broker.close();
    }
  }
}

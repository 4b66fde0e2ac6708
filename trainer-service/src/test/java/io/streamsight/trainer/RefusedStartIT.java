package io.streamsight.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.local.EmbeddedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that can't succeed ends with a line that says which setting to look at. */
class RefusedStartIT {
  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir Path folder;

  private void assertRefused(String servers, Map<String, String> settings, String... why)
      throws Exception {
    try (TrainerProcess trainer = TrainerProcess.start(servers, folder, settings)) {
      assertThat(trainer.exitWithin(SOON)).as(trainer.log()).isOne();
      assertThat(trainer.log()).contains(why).doesNotContain("\tat ");
    }
  }

  @Test
  void shouldTellABrokerWhoseNameDoesNotResolve() throws Exception {
    assertRefused(
        "nowhere.invalid:9092",
        Map.of(),
        "trainer-service can't start with kafka.bootstrap.servers=nowhere.invalid:9092: ",
        "No resolvable bootstrap urls");
  }

  @Test
  void shouldTellATrustStoreThatIsMissing() throws Exception {
    String missing = folder.resolve("missing.jks").toString();
    assertRefused(
        "localhost:9092",
        Map.of(
            "KAFKA_SECURITY_PROTOCOL", "SSL",
            "KAFKA_SSL_TRUSTSTORE_LOCATION", missing,
            "KAFKA_SSL_TRUSTSTORE_PASSWORD", "secret"),
        "trainer-service can't start with kafka.bootstrap.servers=localhost:9092: ",
        missing);
  }

  @Test
  void shouldTellACacheThatCantBeWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    try (var broker = EmbeddedBroker.startTemporary()) {
      assertRefused(
          broker.bootstrapServers(),
          Map.of("STREAMSIGHT_TRAINER_CACHE_DIR", file.resolve("below").toString()),
          "trainer-service can't start with streamsight.trainer.cache-dir=" + file);
    }
  }
}

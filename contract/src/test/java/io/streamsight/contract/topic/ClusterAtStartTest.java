package io.streamsight.contract.topic;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.StreamsightException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterAtStartTest {
  @TempDir Path folder;

  private static AbstractThrowableAssert<?, ?> assertNoStart(Map<String, Object> kafka) {
    return assertThatThrownBy(
            () ->
                ClusterAtStart.ask(
                    "some-service",
                    kafka,
                    Duration.ofSeconds(1),
                    admin ->
                        new TopicProvisioner(admin, TopicSettings.LOCAL)
                            .provision(TopicProvisioner.Mode.VERIFY, List.of(Topic.IMAGES))))
        .isInstanceOf(StreamsightException.class)
        .hasMessageStartingWith(
            "some-service can't start with kafka.bootstrap.servers=%s: "
                .formatted(kafka.get("bootstrap.servers")))
        .hasMessageContaining(
            "Check kafka.bootstrap.servers, kafka.security.protocol and the credentials");
  }

  /** So does a broker that speaks TLS look to a client that doesn't. */
  @Test
  void shouldNameTheSettingsWhenNobodyAnswers() throws IOException {
    try (ServerSocket silent = new ServerSocket(0)) {
      assertNoStart(Map.of("bootstrap.servers", "localhost:" + silent.getLocalPort()))
          .hasMessageContaining("unavailable: Can't describe topic images: ")
          .hasMessageContaining("Try again when the broker is back");
    }
  }

  @Test
  void shouldTellAHostThatDoesNotResolve() {
    assertNoStart(Map.of("bootstrap.servers", "nowhere.invalid:9092"))
        .hasMessageContaining("No resolvable bootstrap urls");
  }

  @Test
  void shouldTellATrustStoreThatIsMissing() {
    String missing = folder.resolve("missing.jks").toString();
    assertNoStart(
            Map.of(
                "bootstrap.servers",
                "localhost:9092",
                "security.protocol",
                "SSL",
                "ssl.truststore.location",
                missing,
                "ssl.truststore.password",
                "secret"))
        .hasMessageContaining("Failed to create new KafkaAdminClient: ")
        .hasMessageContaining(missing);
  }
}

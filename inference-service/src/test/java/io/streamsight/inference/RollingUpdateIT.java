package io.streamsight.inference;

import static io.streamsight.inference.Fixtures.FIRST;
import static io.streamsight.inference.Fixtures.PETS;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.local.EmbeddedBroker;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two replicas under load are replaced one after the other, as a deployment does it. */
class RollingUpdateIT {
  private static final int SIGTERM_EXIT = 128 + 15;

  @ParameterizedTest
  @ValueSource(strings = {"at-least-once", "exactly-once"})
  void shouldLoseNoRequestAndAnswerNoneTwice(String delivery) throws Exception {
    Map<String, String> settings =
        Map.of("streamsight.inference.delivery", delivery, "streamsight.inference.threads", "2");
    Deque<InferenceProcess> replicas = new ArrayDeque<>();
    try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        Installation installation = new Installation(broker.bootstrapServers())) {
      String servers = broker.bootstrapServers();
      try {
        replicas.add(InferenceProcess.start(servers, settings).awaitLive());
        installation.publish(PETS, FIRST);
        installation.champion(PETS, null, 1);
        replicas.peek().awaitReady();
        replicas.add(InferenceProcess.start(servers, settings).awaitReady());
        try (InstallationLoad load = new InstallationLoad(installation)) {
          load.awaitMore();
          for (int i = 0; i < 2; i++) {
            replicas.add(InferenceProcess.start(servers, settings).awaitReady());
            assertThat(replicas.remove().terminate()).isEqualTo(SIGTERM_EXIT);
            load.awaitMore();
          }
          load.stop();

          load.outcome()
              .ofRequests()
              .forEach((request, outcome) -> assertThat(outcome).as(request).hasSize(1));
        }
      } finally {
        replicas.forEach(InferenceProcess::close);
      }
    }
  }
}

package io.streamsight.inference.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.inference.InferenceConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a broker that takes connections and never says a word. */
class AnswerWatchTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ExecutorService client = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    client.shutdownNow();
  }

  private static AnswerWatch watch(ServerSocket broker) {
    var settings =
        new SmallRyeConfigBuilder()
            .withMapping(InferenceConfig.class)
            .withDefaultValue("streamsight.inference.max-watchers", "1")
            .build()
            .getConfigMapping(InferenceConfig.class);
    var installation =
        new SmallRyeConfigBuilder()
            .withMapping(InstallationConfig.class)
            .build()
            .getConfigMapping(InstallationConfig.class);
    return new AnswerWatch(
        Map.of("bootstrap.servers", "127.0.0.1:" + broker.getLocalPort()), installation, settings);
  }

  @Test
  void shouldKeepNobodyElseWaitingWhileTheBrokerIsSlow() throws Exception {
    try (var broker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      AnswerWatch watch = watch(broker);
      Future<Watcher> slow = client.submit(() -> watch.open(Optional.empty()));
      try (var asked = broker.accept()) {
        assertThatThrownBy(() -> watch.open(Optional.empty()))
            .hasMessageContaining("1 watch already");
        assertThat(slow.isDone()).isFalse();

        assertThatThrownBy(() -> slow.get(LONG.toSeconds(), TimeUnit.SECONDS))
            .hasCauseInstanceOf(StreamsightException.class)
            .hasMessageContaining("can't be read");
      }
    }
  }
}

package io.streamsight.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.local.EmbeddedBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A watcher never ends its request by itself. */
class WatchShutdownIT {
  /** Requests that are at work get ten when the service stops. */
  private static final Duration SOON = Duration.ofSeconds(8);

  @Test
  void shouldSendWatchersAwayWhenItStopsAndNotWaitForThem() throws Exception {
    try (var broker = EmbeddedBroker.startTemporary();
        var service = InferenceProcess.start(broker.bootstrapServers(), Map.of()).awaitLive();
        var watch = new EventStream(service.uri("/classifications/events"))) {
      long began = System.nanoTime();
      Thread stopping = new Thread(service::close);
      stopping.start();

      assertThatThrownBy(watch::next).isInstanceOf(IOException.class);
      stopping.join();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    }
  }
}

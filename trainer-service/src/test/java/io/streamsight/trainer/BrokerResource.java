package io.streamsight.trainer;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.streamsight.local.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** A real broker for the life of the service under test. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {
  private EmbeddedBroker broker;

  @Override
  public Map<String, String> start() {
    broker = EmbeddedBroker.startTemporary();
    try {
      return Map.of(
          "kafka.bootstrap.servers",
          broker.bootstrapServers(),
          "streamsight.topics",
          "create",
          "streamsight.replication-factor",
          "1",
          "streamsight.trainer.cache-dir",
          Files.createTempDirectory("streamsight-pixels").toString(),
          "quarkus.http.test-port",
          "0");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (broker != null) {
      broker.close();
    }
  }
}

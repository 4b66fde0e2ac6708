package io.streamsight.ingest;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.streamsight.local.EmbeddedBroker;
import java.util.Map;

/** A real broker for the life of the service under test. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {
  public static final int MAX_IMAGE_BYTES = 4 << 20;

  private EmbeddedBroker broker;

  @Override
  public Map<String, String> start() {
    broker = EmbeddedBroker.startTemporary();
    return Map.of(
        "kafka.bootstrap.servers",
        broker.bootstrapServers(),
        "streamsight.topics",
        "create",
        "streamsight.replication-factor",
        "1",
        "streamsight.max-image-bytes",
        String.valueOf(MAX_IMAGE_BYTES),
        "quarkus.http.test-port",
        "0");
  }

  @Override
  public void stop() {
    if (broker != null) {
      broker.close();
    }
  }
}

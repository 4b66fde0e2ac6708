package io.streamsight.inference;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.streamsight.local.EmbeddedBroker;
import java.util.Map;

/** A real broker in the test's JVM, made for it and deleted after it. */
public class BrokerResource implements QuarkusTestResourceLifecycleManager {
  private EmbeddedBroker broker;

  @Override
  public Map<String, String> start() {
    broker = EmbeddedBroker.startTemporary();
    return Map.of(
        "kafka.bootstrap.servers", broker.bootstrapServers(),
        "streamsight.topics", "create",
        "streamsight.replication-factor", "1",
        "streamsight.inference.default-model", Fixtures.PETS,
        "streamsight.inference.max-watchers", "3",
        "quarkus.http.test-port", "0");
  }

  @Override
  public void stop() {
    if (broker != null) {
      broker.close();
    }
  }
}

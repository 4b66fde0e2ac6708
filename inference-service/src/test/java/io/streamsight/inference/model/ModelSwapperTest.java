package io.streamsight.inference.model;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.streamsight.contract.Reason;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.inference.InferenceMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ModelSwapperTest {
  /** Whoever needs it finds no broker: what is not played here does not matter. */
  private static final Map<String, Object> NO_BROKER = Map.of("bootstrap.servers", "127.0.0.1:9");

  private static final Duration SOON = Duration.ofSeconds(30);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicInteger champion = new AtomicInteger(2);

  private static <T> T settings(Class<T> type) {
    return new SmallRyeConfigBuilder().withMapping(type).build().getConfigMapping(type);
  }

  private static ModelVersion version(int version) {
    return new ModelVersion(
        "pets", version, "run", new ModelFile("00", 1, 0, 0), null, null, false);
  }

  private boolean showsRefused() {
    return registry.find("streamsight.model.refused").tag("version", "2").gauge() != null;
  }

  /** The second version is refused; at the third something fails that nobody thought of. */
  @Test
  void shouldNotShowARefusalOfThePastWhenASwapFailsInItsMiddle() throws Exception {
    var installation = settings(InstallationConfig.class);
    var config = settings(InferenceConfig.class);
    var metrics = new InferenceMetrics(registry);
    var follower =
        new RegistryFollower(NO_BROKER, installation) {
          @Override
          boolean caughtUp() {
            return true;
          }

          @Override
          Map<String, ModelVersion> champions() {
            return Map.of("pets", version(champion.get()));
          }
        };
    var loader =
        new ModelLoader(null, null, config, metrics) {
          @Override
          LoadResult load(ModelVersion version, BooleanSupplier stop) {
            if (version.version() == 3) {
              throw new IllegalStateException("for a test");
            }
            return new LoadResult.Refused(Reason.MODEL_SELF_TEST, "for a test");
          }
        };
    var events = new ServingEvents(NO_BROKER, installation);
    var swapper = new ModelSwapper(follower, loader, new Models(config), metrics, events);
    swapper.start();
    try {
      await().atMost(SOON).until(this::showsRefused);
      champion.set(3);
      await().atMost(SOON).until(() -> !showsRefused());
    } finally {
      swapper.close();
      follower.close();
      events.close();
    }
  }
}

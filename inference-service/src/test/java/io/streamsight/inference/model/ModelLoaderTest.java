package io.streamsight.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.streamsight.contract.Reason;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.inference.InferenceMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ModelLoaderTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final InferenceMetrics metrics = new InferenceMetrics(registry);

  private static ModelVersion version(int bytes) {
    return new ModelVersion("pets", 1, "run", new ModelFile("00", bytes, 0, 0), null, null, false);
  }

  private static <T> T settings(Class<T> type) {
    return new SmallRyeConfigBuilder().withMapping(type).build().getConfigMapping(type);
  }

  /** Settings in the middle of whose reading the memory ends, as it does for a large batch. */
  private static InferenceConfig outOfMemory() {
    InferenceConfig settings = settings(InferenceConfig.class);
    return (InferenceConfig)
        Proxy.newProxyInstance(
            InferenceConfig.class.getClassLoader(),
            new Class<?>[] {InferenceConfig.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("batch")) {
                throw new OutOfMemoryError("Cannot reserve direct buffer memory");
              }
              return method.invoke(settings, arguments);
            });
  }

  private ModelLoader loader(InferenceConfig config) {
    var files =
        new ModelFiles(Map.of(), null) {
          @Override
          byte[] read(ModelVersion version, Duration patience, BooleanSupplier stop) {
            try (InputStream in = getClass().getResourceAsStream("/models/first.onnx")) {
              return in.readAllBytes();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    OnnxRuntime runtime = new OnnxRuntime(settings(InferenceConfig.class), metrics);
    return new ModelLoader(files, runtime, config, metrics);
  }

  private double sessions() {
    return registry.get("streamsight.model.sessions").gauge().value();
  }

  @Test
  void shouldCloseTheSessionAndTryAgainLaterWhenMemoryIsOut() {
    LoadResult result = loader(outOfMemory()).load(version(1), () -> false);

    LoadResult.Refused refused = (LoadResult.Refused) result;
    assertThat(refused.reason()).isEqualTo(Reason.INTERNAL);
    assertThat(refused.detail()).contains("direct buffer memory");
    assertThat(refused.passing()).isTrue();
    assertThat(sessions()).isZero();
  }

  @Test
  void shouldHoldOneSessionUntilTheModelIsReleased() {
    LoadResult result = loader(settings(InferenceConfig.class)).load(version(1), () -> false);

    assertThat(sessions()).isEqualTo(1);
    ((LoadResult.Loaded) result).model().release();
    assertThat(sessions()).isZero();
  }

  /** After a rollback, while a run of before the swap still holds its session. */
  @Test
  void shouldKeepTheSeriesOfAVersionThatServesAgainWhenItsOldSessionCloses() {
    ModelLoader loader = loader(settings(InferenceConfig.class));
    var before = (LoadResult.Loaded) loader.load(version(1), () -> false);
    var again = (LoadResult.Loaded) loader.load(version(1), () -> false);
    metrics.classified("pets", 1, 1, 1);

    before.model().release();
    assertThat(registry.get("streamsight.images").counter().count()).isEqualTo(1);
    again.model().release();
    assertThat(registry.find("streamsight.images").counter()).isNull();
  }

  @Test
  void shouldRefuseAModelThatIsTooLargeBeforeItIsRead() {
    InstallationConfig installation = settings(InstallationConfig.class);
    var files = new ModelFiles(Map.of("bootstrap.servers", "nowhere.invalid:1"), installation);
    InferenceConfig config = settings(InferenceConfig.class);
    var loader = new ModelLoader(files, new OnnxRuntime(config, metrics), config, metrics);

    LoadResult.Refused refused =
        (LoadResult.Refused) loader.load(version(installation.maxModelBytes() + 1), () -> false);

    assertThat(refused.reason()).isEqualTo(Reason.MODEL_TOO_LARGE);
    assertThat(refused.detail()).contains("streamsight.max-model-bytes");
  }
}

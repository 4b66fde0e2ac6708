package io.streamsight.inference.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.streamsight.contract.Reason;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.model.SelfTest;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.inference.InferenceMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  private static byte[] file() {
    try (InputStream in = ModelLoaderTest.class.getResourceAsStream("/models/first.onnx")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ModelLoader loader(InferenceConfig config) {
    return loader(config, file());
  }

  private ModelLoader loader(InferenceConfig config, byte[] onnx) {
    var files =
        new ModelFiles(Map.of(), null) {
          @Override
          byte[] read(ModelVersion version, Duration patience, BooleanSupplier stop) {
            return onnx;
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

  /** The file's own self-test has no maps; one that follows in its metadata takes its place. */
  private static byte[] withSelfTest(SelfTest test) {
    byte[] key = "streamsight.selfTest".getBytes(StandardCharsets.UTF_8);
    byte[] entry = concat(field(1, key), field(2, Json.write(test)));
    return concat(file(), field(14, entry));
  }

  /** As protobuf writes a field of bytes. */
  private static byte[] field(int number, byte[] value) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(number << 3 | 2);
    int length = value.length;
    for (; length > 0x7f; length >>= 7) {
      bytes.write(length & 0x7f | 0x80);
    }
    bytes.write(length);
    bytes.writeBytes(value);
    return bytes.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** What the model computes for its first picture, and {@code error} more in one cell. */
  private SelfTest selfTest(float error) {
    var loaded =
        (LoadResult.Loaded) loader(settings(InferenceConfig.class)).load(version(1), () -> false);
    ServedModel model = loaded.model();
    try (PixelBuffers buffers = new PixelBuffers()) {
      SelfTest.Case first = model.metadata().selfTest().cases().get(0);
      var size = model.preprocessing();
      Prediction prediction =
          model.run(
              model.pixels(
                  buffers,
                  target -> SelfTest.draw(first.picture(), size.height(), size.width(), target)),
              true);
      List<Float> map = new ArrayList<>();
      int cells = model.mapSize().cells();
      for (int i = 0; i < cells; i++) {
        map.add(prediction.map()[first.best() * cells + i] + (i == cells - 1 ? error : 0));
      }
      return new SelfTest(List.of(new SelfTest.Case(first.picture(), first.scores(), map)));
    } finally {
      model.release();
    }
  }

  @Test
  void shouldRefuseAModelWhoseMapIsAnotherHere() {
    InferenceConfig config = settings(InferenceConfig.class);
    byte[] right = withSelfTest(selfTest(0));
    byte[] wrong = withSelfTest(selfTest(0.01f));

    LoadResult result = loader(config, right).load(version(1), () -> false);
    assertThat(result).isInstanceOf(LoadResult.Loaded.class);
    ServedModel model = ((LoadResult.Loaded) result).model();
    assertThat(model.metadata().selfTest().cases()).hasSize(1);
    model.release();

    LoadResult.Refused refused =
        (LoadResult.Refused) loader(config, wrong).load(version(1), () -> false);
    assertThat(refused.reason()).isEqualTo(Reason.MODEL_SELF_TEST);
    assertThat(refused.detail()).contains("in cell 48 of its map for ");
    assertThat(sessions()).isZero();
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

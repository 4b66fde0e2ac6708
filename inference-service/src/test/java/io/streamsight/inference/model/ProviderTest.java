package io.streamsight.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.inference.InferenceMetrics;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What computes, where ONNX Runtime has no CUDA. */
class ProviderTest {
  @BeforeEach
  void withoutCuda() {
    Assumptions.assumeFalse(OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA));
  }

  private static OnnxRuntime runtime(String provider) {
    InferenceConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(InferenceConfig.class)
            .withDefaultValue("streamsight.inference.provider", provider)
            .build()
            .getConfigMapping(InferenceConfig.class);
    return new OnnxRuntime(config, new InferenceMetrics(new SimpleMeterRegistry()));
  }

  @Test
  void shouldRefuseToStartAndSayWhatIsMissingWhenCudaIsWanted() {
    OnnxRuntime runtime = runtime("cuda");
    assertThatThrownBy(() -> runtime.check(new StartupEvent()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("streamsight.inference.provider=cuda")
        .hasMessageContaining("onnxruntime_gpu: build with -Pcuda")
        .hasMessageContaining("Use auto or cpu");
  }

  @Test
  void shouldComputeOnTheCpuWhenAutoFindsNoCuda() throws Exception {
    OnnxRuntime runtime = runtime("auto");
    runtime.check(new StartupEvent());
    assertThat(runtime.cuda()).isFalse();
    try (var model = getClass().getResourceAsStream("/models/first.onnx");
        var open = runtime.open(model.readAllBytes())) {
      assertThat(open.device()).isEqualTo(Device.CPU);
    }
  }
}

package io.streamsight.inference;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {
  private static void check(Map<String, String> settings) {
    InferenceConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(InferenceConfig.class)
            .withDefaultValues(settings)
            .build()
            .getConfigMapping(InferenceConfig.class);
    new SettingsCheck(config).check(new StartupEvent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "threads",
        "batch-size",
        "http-concurrency",
        "max-bytes-in-flight",
        "max-watchers"
      })
  void shouldNotStartWithWhatAnswersNothing(String name) {
    String setting = "streamsight.inference." + name;
    assertThatThrownBy(() -> check(Map.of(setting, "0")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(setting + "=0: 1 or more is needed");
    assertThatCode(() -> check(Map.of(setting, "1"))).doesNotThrowAnyException();
  }

  @Test
  void shouldStartWithTheDefaults() {
    assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
  }
}

package io.streamsight.trainer;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsCheckTest {
  private static final String SETTING = "streamsight.trainer.cache-dir";

  @TempDir Path folder;

  private static void check(Map<String, String> settings) {
    TrainerConfig config =
        new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(TrainerConfig.class)
            .withDefaultValues(settings)
            .build()
            .getConfigMapping(TrainerConfig.class);
    new SettingsCheck(config).check(new StartupEvent());
  }

  private String below(String file) throws IOException {
    return Files.writeString(folder.resolve(file), "").resolve("below").toString();
  }

  @Test
  void shouldNotStartWithAFolderThatCantBeWritten() throws IOException {
    String below = below("a file");
    assertThatThrownBy(() -> check(Map.of(SETTING, below)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(SETTING + "=" + below + ": nothing can be written there");
  }

  @Test
  void shouldNotNeedItWithoutAWorker() throws IOException {
    Map<String, String> settings =
        Map.of(SETTING, below("a file"), "streamsight.trainer.worker", "off");
    assertThatCode(() -> check(settings)).doesNotThrowAnyException();
  }
}

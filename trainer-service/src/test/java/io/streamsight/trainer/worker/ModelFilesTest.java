package io.streamsight.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.topic.InstallationConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelFilesTest {
  @Test
  void shouldRefuseAFileOverTheLimitAndNameTheSettingToRaise() {
    InstallationConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(InstallationConfig.class)
            .withDefaultValue("streamsight.max-model-bytes", "2000")
            .build()
            .getConfigMapping(InstallationConfig.class);
    ModelFiles files = new ModelFiles(Map.of(), config, null);

    assertThatThrownBy(() -> files.publish("pets", new byte[2001]))
        .hasMessage("The ONNX file has 2001 bytes, streamsight.max-model-bytes allows 2000")
        .isInstanceOfSatisfying(
            StreamsightException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.MODEL_TOO_LARGE));
  }
}

package io.streamsight.contract.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.event.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TrainingRequestTest {
  /** They go into the ONNX file: another order would be other bytes for the same run. */
  @Test
  void shouldWriteSettingsInTheSameOrderInEveryProcess() {
    String json =
        "{\"model\":\"m\",\"dataset\":\"d\",\"settings\":{\"zoom\":1,\"mixup\":2,\"crop\":3,\"flip\":4}}";
    TrainingRequest request =
        Json.read(json.getBytes(StandardCharsets.UTF_8), TrainingRequest.class);

    assertThat(request.settings().keySet()).containsExactly("crop", "flip", "mixup", "zoom");
    assertThat(new String(Json.write(request), StandardCharsets.UTF_8))
        .contains("{\"crop\":3,\"flip\":4,\"mixup\":2,\"zoom\":1}");
  }
}

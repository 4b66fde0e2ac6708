package io.streamsight.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OnnxTelemetryTest {
  @Test
  void shouldWarnUnlessItIsOff() {
    assertThat(OnnxTelemetry.warning("1")).isEmpty();
    for (String on : new String[] {null, "", "0"}) {
      assertThat(OnnxTelemetry.warning(on))
          .hasValueSatisfying(warning -> assertThat(warning).contains("ORT_DISABLE_TELEMETRY=1"));
    }
  }
}

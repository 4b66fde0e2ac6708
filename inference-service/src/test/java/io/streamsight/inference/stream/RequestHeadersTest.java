package io.streamsight.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestHeadersTest {
  @Test
  void shouldAskForTheDefaultWithoutAMapWhenNothingIsSaid() {
    assertThat(headers("ce_id", "7")).isEqualTo(new RequestHeaders(Optional.empty(), false));
    // A header without a value is one that says nothing.
    assertThat(headers("model", null)).isEqualTo(new RequestHeaders(Optional.empty(), false));
  }

  @Test
  void shouldAskForWhatIsNamed() {
    assertThat(headers("model", "pets", "activation-map", "true"))
        .isEqualTo(new RequestHeaders(Optional.of("pets"), true));
    assertThat(headers("activation-map", "false").map()).isFalse();
    assertThat(headers("model", "old", "model", "new").model()).as("the last").contains("new");
  }

  @ParameterizedTest
  @CsvSource({
    "model, '', The header 'model' is empty: name a model",
    "model, ' ', The header 'model' is empty: name a model",
    "activation-map, yes, The header 'activation-map' is 'yes': give true or false",
    "activation-map, TRUE, The header 'activation-map' is 'TRUE': give true or false",
    "activation-map, '', The header 'activation-map' is '': give true or false",
  })
  void shouldRefuseASlip(String name, String value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> headers(name, value))
        .withMessageStartingWith(message);
  }

  private static RequestHeaders headers(String... namesAndValues) {
    RecordHeaders headers = new RecordHeaders();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String value = namesAndValues[i + 1];
      headers.add(namesAndValues[i], value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
    return RequestHeaders.of(headers);
  }
}

package io.streamsight.ingest.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.log.Offsets;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsOfTest {
  private static final Offsets END = new Offsets(Map.of(0, 17L, 1, 4L));

  private static void assertInvalid(ThrowingCallable call, String detail) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StreamsightException.class, e -> assertThat(e.reason()).isEqualTo(Reason.EVENT_INVALID))
        .hasMessageContaining(detail);
  }

  @Test
  void shouldMeanNowWithoutOffsets() {
    assertThat(AsOf.parse(null, null)).isEmpty();
  }

  @Test
  void shouldReadBothVectors() {
    assertThat(AsOf.parse("{\"0\":17,\"1\":4}", "{}"))
        .contains(new AsOf(END, new Offsets(Map.of())));
  }

  @Test
  void shouldRefuseOneVectorWithoutTheOther() {
    assertInvalid(() -> AsOf.parse("{}", null), "both or neither");
    assertInvalid(() -> AsOf.parse(null, "{}"), "both or neither");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "17",
        "null",
        "[17]",
        "{\"0\":",
        "{\"zero\":1}",
        "{\"0\":\"many\"}",
        "{\"0\":1.5}",
        "{\"0\":null}",
        "{\"0\":-1}",
        "{\"0\":99999999999999999999}"
      })
  void shouldRefuseWhatIsNoVectorOfOffsets(String malformed) {
    assertInvalid(() -> AsOf.parse(malformed, "{}"), "indexOffsets=" + malformed);
    assertInvalid(() -> AsOf.parse("{}", malformed), "splitsOffsets=" + malformed);
  }

  @Test
  void shouldTakeOffsetsUpToTheEndAndRefuseThoseBeyond() {
    assertThatCode(() -> AsOf.requireWithin("image-index", END, END)).doesNotThrowAnyException();
    assertThatCode(() -> AsOf.requireWithin("image-index", new Offsets(Map.of(1, 0L)), END))
        .doesNotThrowAnyException();
    assertInvalid(
        () -> AsOf.requireWithin("image-index", new Offsets(Map.of(1, 5L)), END),
        "image-index-1 ends at offset 4, 5 lies beyond");
    assertInvalid(
        () -> AsOf.requireWithin("image-index", new Offsets(Map.of(2, 0L)), END),
        "image-index has no partition 2");
  }
}

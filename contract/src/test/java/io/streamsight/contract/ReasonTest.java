package io.streamsight.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonTest {
  private static final Path OPERATIONS = Path.of("../docs/operations.md");

  /** Whoever meets a code finds there what to do. */
  @Test
  void shouldBeOnTheOperationsPageEachOnceAndNoOther() throws IOException {
    String page = Files.readString(OPERATIONS);
    String section =
        page.substring(page.indexOf("## Errors by code"), page.indexOf("### Other things"));
    List<String> codes =
        Pattern.compile("(?m)^\\| `([a-z-]+)` \\|")
            .matcher(section)
            .results()
            .map(row -> row.group(1))
            .toList();
    assertThat(codes)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(Reason::code).toList());
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void shouldBeFoundByItsCode(Reason reason) {
    assertThat(Reason.of(reason.code())).isSameAs(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image-trunctaed", "IMAGE_TRUNCATED", "", "image-truncated "})
  void shouldSayWhichThereAreWhenTheCodeIsNone(String code) {
    assertThatThrownBy(() -> Reason.of(code))
        .isInstanceOfSatisfying(
            StreamsightException.class, e -> assertThat(e.reason()).isEqualTo(Reason.EVENT_INVALID))
        .hasMessageStartingWith("There is no reason '%s', but answer-too-large, ", code)
        .hasMessageContaining(" image-truncated, ");
  }
}

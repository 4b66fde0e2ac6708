package io.streamsight.contract.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitKeyTest {
  @Test
  void shouldAllowSlashesInImageIds() {
    assertThat(SplitKey.ofKey("pets/2024/05/cat.jpg".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new SplitKey("pets", "2024/05/cat.jpg"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pets", "/a", "pets/", "my pets/a", "pets/a\nb"})
  void shouldRefuseOtherKeys(String key) {
    assertThatThrownBy(() -> SplitKey.ofKey(key.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            StreamsightException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.EVENT_INVALID));
  }

  @Test
  void shouldRefuseAMissingKeyAndOneThatIsNotUtf8() {
    assertThatThrownBy(() -> ImageId.ofKey(null)).hasMessageContaining("no key");
    assertThatThrownBy(() -> ImageId.ofKey(new byte[] {(byte) 0xff}))
        .hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> ImageId.ofKey(new byte[513])).hasMessageContaining("512");
  }
}

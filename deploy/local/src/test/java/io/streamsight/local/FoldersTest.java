package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.cli.CommandFailedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FoldersTest {
  private static final long MIB = 1 << 20;

  @Test
  void shouldSayHowMuchSpaceIsLackingAndWhere() {
    assertThatThrownBy(() -> Folders.requireSpace(Path.of("/data/demo"), 2047 * MIB))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("Only 2047 MB are free for /data/demo and 2048 MB are needed");
  }

  @Test
  void shouldBeContentWithExactlyTheSpaceNeeded() {
    assertThatCode(() -> Folders.requireSpace(Path.of("/data/demo"), 2048 * MIB))
        .doesNotThrowAnyException();
  }
}

package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.cli.CommandFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir Path folder;

  @Test
  void shouldRefuseAFolderThatAnotherSystemUses() throws Exception {
    try (var first = FolderLock.take(folder)) {
      assertThatThrownBy(() -> FolderLock.take(folder))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageStartingWith("A system is already running in " + folder);
    }
  }

  @Test
  void shouldGiveTheFolderToTheNextOneOnceReleased() throws Exception {
    FolderLock.take(folder).close();
    assertThatCode(() -> FolderLock.take(folder).close()).doesNotThrowAnyException();
  }

  @Test
  void shouldNotTakeAFolderThatHoldsFilesOfOthers() throws Exception {
    Files.write(folder.resolve("holiday.jpg"), List.of("dear"));
    assertThatThrownBy(() -> FolderLock.take(folder))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("holds files of others");
  }
}

package io.streamsight.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritableFolderTest {
  @TempDir Path folder;

  @Test
  void shouldNameTheSettingOfAFolderThatCantBeWritten() throws IOException {
    Path below = Files.writeString(folder.resolve("a file"), "").resolve("below");
    assertThatThrownBy(() -> WritableFolder.require("some-service", "some.dir", below))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "some-service can't start with some.dir=" + below + ": nothing can be written there (");
  }

  @Test
  void shouldMakeTheFolderAndLeaveNothingInIt() {
    Path made = folder.resolve("new").resolve("folder");
    WritableFolder.require("some-service", "some.dir", made);
    assertThat(made).isEmptyDirectory();
    WritableFolder.require("some-service", "some.dir", made);
    assertThat(made).isEmptyDirectory();
  }
}

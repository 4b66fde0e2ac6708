package io.streamsight.ingest.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultLogTest {
  @TempDir Path folder;

  @Test
  void shouldDeleteWhatKilledProcessesLeftAndNothingElse() throws IOException {
    Path left = aged("left-1.ndjson");
    Path foreign = aged("notes.txt");
    var running = new ResultLog(folder, "running");

    ResultLog.deleteLeftovers(folder, Duration.ofHours(1));

    assertThat(left).doesNotExist();
    assertThat(foreign).exists();
    assertThat(folder).isDirectoryContaining("glob:**/running-*");
    running.delete();
  }

  private Path aged(String name) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
  }
}

package io.streamsight.ingest.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
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
    Path left = aged("left-1.import.ndjson");
    Path foreign = aged("labels.ndjson");
    var running = new ResultLog(folder, "running");

    ResultLog.deleteLeftovers(folder, Duration.ofHours(1));

    assertThat(left).doesNotExist();
    assertThat(foreign).exists();
    assertThat(folder).isDirectoryContaining("glob:**/running-*");
    running.delete();
  }

  @Test
  void shouldSayThatResultsAreGone() throws IOException {
    var log = new ResultLog(folder, "gone");
    log.delete();
    assertThatThrownBy(() -> log.read(null))
        .isInstanceOfSatisfying(
            StreamsightException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.IMPORT_UNKNOWN));
  }

  private Path aged(String name) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
  }
}

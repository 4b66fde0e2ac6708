package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
  @TempDir Path folder;

  @Test
  void shouldSayWhyTheLastSystemEnded() throws Exception {
    Path log = Files.createDirectories(folder.resolve("logs")).resolve(UpCommand.LOG);
    Files.writeString(
        log,
        "Kafka is ready\nstreamsight: The trainer service (pid 7) was killed (code 137)\nlast line\n");
    assertThat(status())
        .contains(
            "The last system in " + folder + ", at ",
            ": The trainer service (pid 7) was killed (code 137)\nlast line",
            "Nothing runs.");
  }

  @Test
  void shouldNotSpeakOfASystemThatWasStopped() throws Exception {
    Path log = Files.createDirectories(folder.resolve("logs")).resolve(UpCommand.LOG);
    Files.writeString(log, "Kafka is ready\nStopping\nStopped\n");
    assertThat(status().strip())
        .isEqualTo("Nothing runs. Start a system with ./streamsight up or demo.");
  }

  private String status() {
    var printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(printed, true));
    try {
      assertThat(LocalMain.commandLine().execute("status", "--data-folder", folder.toString()))
          .isEqualTo(1);
    } finally {
      System.setOut(out);
    }
    return printed.toString();
  }
}

package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningSystemTest {
  @TempDir Path home;

  @BeforeEach
  void setHome() {
    System.setProperty("streamsight.home", home.toString());
  }

  @AfterEach
  void clear() {
    List.of("streamsight.home", "streamsight.ingest.url", "streamsight.broker.url")
        .forEach(System::clearProperty);
  }

  @Test
  void shouldLetCommandsFindASystemOnOtherPorts() throws Exception {
    int port = Ports.free();
    record("demo", port);
    RunningSystem.announce();
    var err = new StringWriter();
    LocalMain.commandLine().setErr(new PrintWriter(err, true)).execute("dataset", "pets");
    assertThat(err.toString()).contains("does not answer at http://127.0.0.1:" + port);
  }

  @Test
  void shouldPreferTheSystemThatUpStarted() throws Exception {
    record("demo", 7);
    record("local", 8);
    RunningSystem.announce();
    assertThat(System.getProperty("streamsight.ingest.url")).isEqualTo("http://127.0.0.1:8");
  }

  @Test
  void shouldAnnounceNothingWhereNothingRuns() {
    RunningSystem.announce();
    assertThat(System.getProperty("streamsight.ingest.url")).isNull();
  }

  private void record(String folder, int ingestPort) throws IOException {
    new SystemState(
            ProcessHandle.current().pid(),
            Instant.now(),
            true,
            List.of(
                new SystemState.Service("broker", 1, 9092),
                new SystemState.Service("ingest", 1, ingestPort)))
        .write(Files.createDirectories(home.resolve(".streamsight").resolve(folder)));
  }
}

package io.streamsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.local.LocalMain;
import io.streamsight.local.LocalSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker beside a system that stays, by the commands that a user has for it. */
class WorkerIT {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;
  private Process worker;

  @AfterEach
  void stop() throws Exception {
    command("down");
    if (worker != null) {
      worker.destroyForcibly();
    }
  }

  @Test
  @Timeout(300)
  void shouldBeShownByStatusAndStoppedByDown() throws Exception {
    LocalSettings ports = LocalSettings.onFreePorts(REPOSITORY, folder);
    command(
        "up",
        "--broker-port=" + ports.brokerPort(),
        "--ingest-port=" + ports.ingestPort(),
        "--trainer-port=" + ports.trainerPort(),
        "--inference-port=" + ports.inferencePort());
    worker = start("worker");
    var says = worker.inputReader();
    assertThat(says.readLine()).startsWith("A worker runs (pid ");
    assertThat(says.readLine()).startsWith("Its runs compute on c");

    assertThat(command("status").lines())
        .anyMatch(line -> line.matches("worker-\\d+ +\\d+ +\\d+ +ready +runs, on c\\S+"));

    command("down");
    assertThat(worker.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(says.lines())
        .containsExactly(
            "The worker was stopped.",
            "A run that it had goes on with the next worker: at once, or after three minutes if"
                + " it could not give it back.");
    assertThat(folder.resolve("workers")).isEmptyDirectory();
  }

  /** What a command that succeeds says. */
  private String command(String name, String... options) throws Exception {
    Process process = start(name, options);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private Process start(String name, String... options) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dstreamsight.home=" + REPOSITORY);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(LocalMain.class.getName(), name, "--data-folder=" + folder));
    Stream.of(options).forEach(command::add);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}

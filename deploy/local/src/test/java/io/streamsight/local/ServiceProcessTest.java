package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServiceProcessTest {
  @TempDir Path folder;

  @Test
  void shouldTellCodeLastLinesAndLogOfAProcessThatDied() throws Exception {
    ServiceProcess process = start("for i in 1 2 3 4 5 6 7; do echo line $i; done; exit 3");
    process.onExit().get(10, TimeUnit.SECONDS);
    assertThat(process.death())
        .hasMessageStartingWith("The victim service (pid " + process.pid() + ") ended with code 3")
        .hasMessageContaining(folder.resolve("victim.log").toString())
        .hasMessageContaining(":\n  line 3\n")
        .hasMessageEndingWith("\n  line 7")
        .hasMessageNotContaining("line 2");
  }

  @Test
  void shouldHandOnWhatTheUserSetsForTheServicesAndNothingElse() {
    assertThat(
            List.of(
                "PATH",
                "STREAMSIGHT_INFERENCE_DELIVERY",
                "STREAMSIGHT_TRAINER_DEVICE",
                "STREAMSIGHT_MAX_IMAGE_BYTES"))
        .noneMatch(ServiceProcess::foreign);
    assertThat(
            List.of(
                "JAVA_TOOL_OPTIONS",
                "KAFKA_BOOTSTRAP_SERVERS",
                "QUARKUS_HTTP_PORT",
                "STREAMSIGHT_PREFIX",
                "STREAMSIGHT_TOPICS",
                "STREAMSIGHT_INFERENCE_URL"))
        .allMatch(ServiceProcess::foreign);
  }

  @Test
  void shouldSayThatAProcessWasKilled() throws Exception {
    ServiceProcess process = start("kill -9 $$");
    process.onExit().get(10, TimeUnit.SECONDS);
    assertThat(process.death()).hasMessageContaining("was killed (code 137), by the kernel if");
  }

  @Test
  void shouldKillWhatDoesNotStopInTime() throws Exception {
    ServiceProcess process = start("trap '' TERM; echo ready; while :; do sleep 0.1; done");
    awaitLine("ready");
    process.stop(Duration.ofMillis(300));
    assertThat(process.alive()).isFalse();
  }

  /** One after the other, three that hang took longer than whoever asked for the stop waits. */
  @Test
  void shouldGiveAllOfThemOneGraceAndReturnWhenNoneIsLeft() throws Exception {
    var deaf = new ArrayList<ProcessHandle>();
    for (int i = 0; i < 3; i++) {
      deaf.add(start("trap '' TERM; echo ready; while :; do sleep 0.1; done").handle());
      awaitLine("ready");
    }
    long before = System.nanoTime();
    ServiceProcess.stop(deaf, Duration.ofSeconds(2));
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
    assertThat(deaf).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void shouldNotHearTheTerminalsCtrlC() throws Exception {
    ServiceProcess process = start("echo ready; read -r line; echo got $line; exit 0");
    awaitLine("ready");
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    assertThat(process.alive()).isTrue();
    process.stop(Duration.ofSeconds(5));
  }

  /** What the guard is for: the parent goes without a word and the pipe ends. */
  @Test
  void shouldEndAGuardedProcessWhenItsInputEnds() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Guarded.class.getName(),
                Sleeper.class.getName())
            .inheritIO()
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    assertThat(process.waitFor(1, TimeUnit.SECONDS)).isFalse();
    process.getOutputStream().close();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Does nothing for longer than any test takes. */
  public static final class Sleeper {
    public static void main(String[] arguments) throws InterruptedException {
      TimeUnit.HOURS.sleep(1);
    }
  }

  private ServiceProcess start(String script) throws Exception {
    var launch =
        new Launch("victim", 1, "--port", folder, List.of("/bin/sh", "-c", script), Map.of());
    return ServiceProcess.start(launch, folder);
  }

  private void awaitLine(String line) throws Exception {
    Path log = folder.resolve("victim.log");
    while (!Files.readString(log).contains(line)) {
      Thread.onSpinWait();
    }
  }
}

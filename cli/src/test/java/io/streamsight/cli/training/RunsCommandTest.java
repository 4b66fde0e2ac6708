package io.streamsight.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.CommandRun;
import io.streamsight.contract.event.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCommandTest {
  @TempDir Path folder;
  private PlayedRuns runs;

  @BeforeEach
  void start() throws Exception {
    runs = new PlayedRuns();
  }

  @AfterEach
  void stop() {
    runs.close();
  }

  @Test
  void shouldListRunsWithTheirBestEpoch() {
    String failed =
        "{\"runId\":\"r-2\",\"model\":\"pets\",\"state\":\"failed\",\"reason\":\"dataset-unknown\","
            + "\"error\":\"no assignment of 'demo'\"}";
    String again =
        "{\"runId\":\"r-3\",\"model\":\"pets\",\"state\":\"queued\",\"request\":{"
            + "\"dataset\":\"demo\",\"fineTuning\":{\"from\":\"pets/1\"},\"repeat\":\"pets/2\"}}";
    String tuned =
        "{\"runId\":\"r-4\",\"model\":\"birds\",\"state\":\"queued\",\"request\":{"
            + "\"dataset\":\"birds\",\"fineTuning\":{\"from\":\"pets/1\"}}}";
    runs.service
        .on(
            "GET /runs",
            200,
            "[" + String.join(",", PlayedRuns.SUCCEEDED, failed, again, tuned) + "]")
        .on("GET /runs/r-2/epochs", 200, "[]");
    CommandRun run = run("runs");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "run  model  data set  origin             requested  state      epoch  best val_accuracy  version",
            "r-1  pets   demo      -                  -          succeeded  2/2    0.7500             3",
            "r-2  pets   -         -                  -          failed     -      -                  -",
            "r-3  pets   demo      repeats pets/2     -          queued     -      -                  -",
            "r-4  birds  birds     fine-tunes pets/1  -          queued     -      -                  -",
            "r-2: dataset-unknown: no assignment of 'demo'");
  }

  @Test
  void shouldSayThatThereIsNoRunYet() {
    runs.service.on("GET /runs", 200, "[]");
    assertThat(run("runs").out()).contains("There is no run yet");
  }

  @Test
  void shouldShowARunsSettingsEpochsAndCurves() {
    runs.told(
            PlayedRuns.run(
                "running",
                "\"phase\":\"training\",\"device\":\"cpu\",\"epoch\":3,\"epochs\":100,\"step\":21,"
                    + "\"steps\":63,\"secondsLeft\":3730.2"))
        .epochs(PlayedRuns.EPOCHS);
    CommandRun run = run("runs", "r-1");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsSubsequence(
            "run                       r-1",
            "state                     running",
            "phase                     training",
            "device                    cpu",
            "epoch                     3 of 100, step 21 of 63, 1:02:11 left",
            "dataset                   demo",
            "  flip                    true",
            "  learningRate            0.001",
            "imageSize                 180",
            "epoch  loss    accuracy  val_loss  val_accuracy  rate      images/s",
            "1      0.7100  0.5100    0.6900    0.5000        1.00e-03  54",
            "2      0.6000  0.6800    0.5500    0.7500        5.00e-04  55        best",
            "accuracy  + training, o validation, * both");
  }

  @Test
  void shouldPrintARunAsTheServiceTellsItForPrograms() throws Exception {
    runs.told(PlayedRuns.SUCCEEDED).epochs(PlayedRuns.EPOCHS);
    JsonNode document = Json.MAPPER.readTree(run("runs", "r-1", "--json").out());
    assertThat(document.path("later").path("a").asInt()).isEqualTo(1);
    assertThat(document.path("finishedEpochs")).hasSize(2);
  }

  @Test
  void shouldPrintTheListAsTheServiceTellsItForPrograms() throws Exception {
    String all = "[" + PlayedRuns.SUCCEEDED + "]";
    runs.service.on("GET /runs", 200, all);
    assertThat(Json.MAPPER.readTree(run("runs", "--json").out()))
        .isEqualTo(Json.MAPPER.readTree(all));
  }

  @Test
  void shouldDrawTheCurvesOfARun() {
    runs.told(PlayedRuns.SUCCEEDED).epochs(PlayedRuns.EPOCHS);
    Path picture = folder.resolve("curves.svg");
    assertThat(run("runs", "r-1", "--curves", picture.toString()).exitCode()).isZero();
    assertThat(picture).content().contains("<svg", "polyline");
  }

  @Test
  void shouldFailToDrawWhatHasNoEpochYet() {
    runs.told(PlayedRuns.run("queued", ""));
    CommandRun run = run("runs", "r-1", "--curves", folder.resolve("curves.svg").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("Run r-1 has no finished epoch, so there are no curves");
  }

  @Test
  void shouldFollowARunThatRunsAlready() {
    runs.told(PlayedRuns.run("running", "\"phase\":\"publishing\""), PlayedRuns.SUCCEEDED)
        .epochs(PlayedRuns.EPOCHS);
    CommandRun run = run("runs", "r-1", "--watch");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).contains("Publishing").endsWith("pets is version 3");
  }

  @Test
  void shouldNotWatchWithoutARun() {
    CommandRun run = run("runs", "--watch");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--watch and --curves need a RUN");
  }

  @Test
  void shouldCancelARun() {
    runs.service.on("DELETE /runs/r-1", 202, PlayedRuns.run("cancelled", "\"phase\":\"training\""));
    CommandRun run = run("cancel", "r-1", "--by", "ann");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip())
        .isEqualTo("Run r-1 is cancelled; a worker that is at it stops after the current step.");
    assertThat(runs.service.requests()).containsExactly("DELETE /runs/r-1?by=ann");
    assertThat(run("cancel", "r-1", "--json").out()).contains("\"state\" : \"cancelled\"");
  }

  @Test
  void shouldSpeakOfNoWorkerWhereNoneHadBegun() {
    runs.service.on("DELETE /runs/r-1", 202, PlayedRuns.run("cancelled", ""));
    assertThat(run("cancel", "r-1").out().strip()).isEqualTo("Run r-1 is cancelled.");
  }

  @Test
  void shouldTellWhyARunCanNotBeCancelled() {
    runs.service.on(
        "DELETE /runs/r-1",
        409,
        "{\"type\":\"urn:streamsight:run-ended\",\"detail\":\"Run r-1 has succeeded\"}");
    CommandRun run = run("cancel", "r-1");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("Run r-1 has succeeded");
  }

  private CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--trainer-url", runs.service.url()));
    return CommandRun.of(all.toArray(String[]::new));
  }
}

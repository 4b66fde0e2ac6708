package io.streamsight.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.CommandRun;
import io.streamsight.cli.PlayedService;
import io.streamsight.contract.event.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {
  private static final String MODELS =
      "{\"name\":\"pets\",\"aliases\":{\"champion\":2},\"versions\":[{\"version\":3,\"runId\":\"r-1\","
          + "\"metrics\":{\"validationAccuracy\":0.75,\"testAccuracy\":0.7312}}]}";

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
  void shouldAskForNothingButWhatWasGiven() {
    CommandRun run = train("--model", "pets", "--dataset", "demo");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "Run r-1",
            "./streamsight runs r-1 --watch follows it, ./streamsight cancel r-1 ends it.");
    assertThat(request()).isEqualTo(json("{'model':'pets','dataset':'demo','settings':{}}"));
  }

  @Test
  void shouldSayWhoAsks() {
    train("--model", "pets", "--dataset", "demo");
    train("--model", "pets", "--dataset", "demo", "--by", "ann & bob");
    assertThat(runs.posted())
        .satisfiesExactly(
            post -> assertThat(post).startsWith("POST /runs?by=" + System.getProperty("user.name")),
            post -> assertThat(post).startsWith("POST /runs?by=ann%20%26%20bob {"));
  }

  @Test
  void shouldAskForEverythingThatCanBeGiven() {
    train(
        ("--model pets --dataset demo --architecture residual-convnet --width 16 --blocks 2"
                + " --recipe strong --size 64 --epochs 3 --batch-size 8 --seed 7"
                + " --set learningRate=5e-4 --set optimizer=adamw --set flip=false --set patience=5")
            .split(" "));
    assertThat(request())
        .isEqualTo(
            json(
                "{'model':'pets','dataset':'demo','architecture':'residual-convnet','width':16,"
                    + "'blocks':2,'recipe':'strong','settings':{'learningRate':5e-4,"
                    + "'optimizer':'adamw','flip':false,'patience':5},'imageSize':64,'epochs':3,"
                    + "'batchSize':8,'seed':7}"));
  }

  @Test
  void shouldFineTuneWithFrozenBatchNormUnlessToldOtherwise() {
    train("--model pets --dataset demo --fine-tune birds/3".split(" "));
    assertThat(request().path("fineTuning"))
        .isEqualTo(json("{'from':'birds/3','freezeBatchNorm':true,'frozenBlocks':0}"));
  }

  @Test
  void shouldFineTuneWithWhatIsFrozen() {
    train(
        "--model pets --dataset demo --fine-tune birds/3 --unfreeze-batch-norm --freeze-blocks 2"
            .split(" "));
    assertThat(request().path("fineTuning"))
        .isEqualTo(json("{'from':'birds/3','freezeBatchNorm':false,'frozenBlocks':2}"));
  }

  @Test
  void shouldRepeatAVersionUnderItsNameOrAnother() {
    train("--repeat", "pets/3");
    assertThat(request()).isEqualTo(json("{'model':'pets','settings':{},'repeat':'pets/3'}"));
    train("--repeat", "pets/3", "--model", "again");
    assertThat(request()).isEqualTo(json("{'model':'again','settings':{},'repeat':'pets/3'}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--dataset d|--model is missing",
        "--model m|--dataset is missing",
        "--model a/b --dataset d|the name 'a/b' must be",
        "--repeat pets/3 --dataset d|--repeat takes the data that the version had",
        "--repeat pets/3 --fine-tune pets/2|exclude each other",
        "--repeat pets|'pets' is no version of a model: NAME/VERSION is expected",
        "--model m --dataset d --freeze-blocks 1|need --fine-tune",
        "--model m --dataset d --unfreeze-batch-norm|need --fine-tune",
        "--model m --dataset d --set flip|'flip' is no setting: NAME=VALUE is expected",
        "--model m --dataset d --set flip=|'flip=' is no setting",
        "--model m --dataset d --set a=1 --set a=2|--set a is given twice",
        "--model m --dataset d --epochs many|'many' is not an int",
        "--model m --dataset d --curves c.svg|--curves needs --watch",
        "--model m --dataset d --watch --curves c.png|FILE.svg is expected",
        "--model m --dataset d --watch --curves no/such/folder/c.svg|can't be written",
      })
  void shouldRefuseWhatCanNotBeMeantBeforeItAsksTheService(String arguments, String message) {
    CommandRun run = train(arguments.split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message).endsWith("See streamsight train --help\n");
    assertThat(runs.service.requests()).isEmpty();
  }

  @Test
  void shouldTellWhyTheServiceRefuses() {
    runs.service.on(
        "POST /runs",
        400,
        "{\"type\":\"urn:streamsight:event-invalid\",\"title\":\"Correct the named field.\","
            + "\"detail\":\"epochs 0 is not within 1 to 10000\"}");
    CommandRun run = train("--model", "m", "--dataset", "d", "--epochs", "0");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().strip())
        .isEqualTo("streamsight: epochs 0 is not within 1 to 10000. See streamsight train --help");
  }

  @Test
  void shouldFollowARunToItsEndAndTellWhatCameOfIt() throws Exception {
    runs.told(PlayedRuns.run("queued", ""), PlayedRuns.SUCCEEDED).epochs(PlayedRuns.EPOCHS);
    runs.service.on("GET /models/pets", 200, MODELS);
    Path picture = folder.resolve("c.svg");
    CommandRun run =
        train("--model", "pets", "--dataset", "demo", "--watch", "--curves", picture.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsSubsequence(
            "Run r-1",
            "Queued",
            "Epoch 1/2  54 images/s  loss 0.710  accuracy 0.510  val_loss 0.690  val_accuracy 0.500",
            "Epoch 2/2  55 images/s  loss 0.600  accuracy 0.680  val_loss 0.550  val_accuracy 0.750",
            "accuracy  + training, o validation, * both",
            "loss  + training, o validation, * both",
            "Curves: " + picture,
            "Best epoch: 2, val_accuracy 0.7500",
            "pets is version 3, the champion stays version 2; accuracy by ONNX Runtime:"
                + " validation 0.7500, test 0.7312");
    assertThat(Files.readString(picture)).contains("pets, run r-1, mini-xception, keras, 180 px");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'champion':2}| {'promote':false,'why':'74.0 % against 90.0 %'}| pets is version 3, kept back (74.0 % against 90.0 %), the champion stays version 2",
        "{'champion':2}| {'promote':false,'why':'a repetition of pets/1: promote by hand'}| pets is version 3, kept back (a repetition of pets/1: promote by hand), the champion stays version 2",
        "{}            | {'promote':false,'why':'champion was removed'}| pets is version 3, kept back (champion was removed), there is no champion",
        "{'champion':3}| {'promote':true,'why':'better'}| pets is version 3, the champion"
      })
  void shouldTellWhatBecameOfTheVersion(String aliases, String verdict, String line) {
    runs.told(PlayedRuns.SUCCEEDED).epochs(PlayedRuns.EPOCHS);
    runs.service.on("GET /models/pets", 200, model(aliases, verdict));
    assertThat(train("--model", "pets", "--dataset", "demo", "--watch").out().lines())
        .endsWith(line);
  }

  /** Champion moves a moment after the run has ended. */
  @Test
  void shouldWaitForChampionToMoveWhereTheGateSaysSo() {
    runs.told(PlayedRuns.SUCCEEDED).epochs(PlayedRuns.EPOCHS);
    var asked = new AtomicInteger();
    runs.service.on(
        "GET /models/pets",
        exchange ->
            PlayedService.answer(
                exchange,
                200,
                model(
                    "{'champion':%d}".formatted(asked.incrementAndGet() < 3 ? 2 : 3),
                    "{'promote':true,'why':'better'}")));
    assertThat(train("--model", "pets", "--dataset", "demo", "--watch").out().lines())
        .endsWith("pets is version 3, the champion");
  }

  private static String model(String aliases, String verdict) {
    return "{'name':'pets','aliases':%s,'versions':[{'version':3,'runId':'r-1','verdict':%s}]}"
        .formatted(aliases, verdict)
        .replace('\'', '"');
  }

  @Test
  void shouldSucceedWithTheRunEvenWhenTheModelCanNotBeAskedFor() {
    runs.told(PlayedRuns.SUCCEEDED).epochs(PlayedRuns.EPOCHS);
    CommandRun run = train("--model", "pets", "--dataset", "demo", "--watch");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).endsWith("pets is version 3");
  }

  @Test
  void shouldSayHowTheWeightsOfARepetitionCompare() {
    runs.told(
        PlayedRuns.run(
            "succeeded",
            "\"version\":4,\"repetition\":{\"of\":\"pets/3\",\"equal\":true,\"maxAbsDiff\":0}"));
    assertThat(train("--repeat", "pets/3", "--watch").out())
        .contains("Repetition: weights equal to those of pets/3, bit for bit");
    runs.told(
        PlayedRuns.run(
            "succeeded",
            "\"version\":4,\"repetition\":{\"of\":\"pets/3\",\"equal\":false,\"maxAbsDiff\":2.5e-5}"));
    assertThat(train("--repeat", "pets/3", "--watch").out())
        .contains("Repetition: weights differ from those of pets/3 by up to 2.5e-05");
  }

  @Test
  void shouldPrintOneDocumentOfAWatchedRunForPrograms() throws Exception {
    runs.told(PlayedRuns.run("queued", ""), PlayedRuns.SUCCEEDED).epochs(PlayedRuns.EPOCHS);
    CommandRun run = train("--model", "pets", "--dataset", "demo", "--watch", "--json");
    JsonNode document = Json.MAPPER.readTree(run.out());
    assertThat(document.path("version").asInt()).isEqualTo(3);
    assertThat(document.path("later").path("a").asInt()).isEqualTo(1);
    assertThat(document.path("finishedEpochs")).isEqualTo(Json.MAPPER.readTree(PlayedRuns.EPOCHS));
    assertThat(run.err()).contains("Run r-1", "Epoch 2/2");
  }

  @Test
  void shouldPrintTheRunsIdForPrograms() throws Exception {
    CommandRun run = train("--model", "pets", "--dataset", "demo", "--json");
    assertThat(Json.MAPPER.readTree(run.out())).isEqualTo(json("{'runId':'r-1'}"));
  }

  @Test
  void shouldFailWithAWatchedRunThatFails() {
    runs.told(
        PlayedRuns.run(
            "failed",
            "\"reason\":\"training-diverged\",\"error\":\"the loss of epoch 2, step 7 is NaN\""));
    CommandRun run = train("--model", "pets", "--dataset", "demo", "--watch");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo(
            "streamsight: Run r-1 failed: training-diverged: the loss of epoch 2, step 7 is NaN");
  }

  @Test
  void shouldFailWithAWatchedRunThatIsCancelledAndStillDrawItsCurves() {
    runs.told(PlayedRuns.run("cancelled", "")).epochs(PlayedRuns.EPOCHS);
    Path picture = folder.resolve("c.svg");
    CommandRun run =
        train("--model", "pets", "--dataset", "demo", "--watch", "--curves", picture.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip()).isEqualTo("streamsight: Run r-1 was cancelled");
    assertThat(picture).exists();
  }

  /** The body of the last request for a run. */
  private JsonNode request() {
    List<String> posted = runs.posted();
    String last = posted.get(posted.size() - 1);
    assertThat(last).startsWith("POST /runs?by=");
    return json(last.substring(last.indexOf(" {") + 1));
  }

  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"').getBytes(), JsonNode.class);
  }

  private CommandRun train(String... arguments) {
    List<String> all = new ArrayList<>(List.of("train"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--trainer-url", runs.service.url()));
    return CommandRun.of(all.toArray(String[]::new));
  }
}

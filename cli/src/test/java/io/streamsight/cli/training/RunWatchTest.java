package io.streamsight.cli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.LiveLine;
import io.streamsight.cli.PlayedService;
import io.streamsight.cli.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunWatchTest {
  private static final String QUEUED = PlayedRuns.run("queued", "");

  private static final String FIRST_EPOCH = PlayedRuns.EPOCHS.replaceFirst("},.*", "}]");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
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
  void shouldPrintALineForEachPhaseAndEpochWhereThereIsNoTerminal() throws Exception {
    runs.epochs(PlayedRuns.EPOCHS)
        .told(
            QUEUED,
            phase("reading the data set: 100 of 2,000 images"),
            phase("reading the data set: 1,900 of 2,000 images"),
            PlayedRuns.SUCCEEDED);
    assertThat(watch(0).follow("r-1").version()).isEqualTo(3);
    assertThat(printed().lines())
        .containsExactly(
            "Queued",
            "Reading the data set: 100 of 2,000 images",
            "Epoch 1/2  54 images/s  loss 0.710  accuracy 0.510  val_loss 0.690  val_accuracy 0.500",
            "Epoch 2/2  55 images/s  loss 0.600  accuracy 0.680  val_loss 0.550  val_accuracy 0.750");
  }

  @Test
  void shouldRewriteABarOnATerminalAndKeepFinishedEpochs() throws Exception {
    runs.told(step(1, 21), step(1, 42), ended(1), step(2, 10), PlayedRuns.SUCCEEDED);
    runs.service.on(
        "GET /runs/r-1/epochs",
        exchange -> PlayedService.answer(exchange, 200, runs.asked() < 3 ? "[]" : FIRST_EPOCH));
    watch(100).follow("r-1");
    assertThat(
            Stream.of(printed().split("\n"))
                .map(line -> line.substring(line.lastIndexOf('\r') + 1).strip()))
        .containsExactly(
            "Epoch 1/2  54 images/s  loss 0.710  accuracy 0.510  val_loss 0.690  val_accuracy 0.500",
            "Epoch 2/2  [===                 ]  10/63  54 images/s  1:02:10 left  loss 0.700  accuracy 0.500");
    assertThat(printed())
        .contains("\rEpoch 1/2  [======              ]  21/63  54 images/s  1:02:10 left")
        .contains("\rEpoch 1/2  [=============       ]  42/63");
  }

  @Test
  void shouldShowThePhaseOfAWorkerThatTookOverInTheMiddleOfAnEpoch() throws Exception {
    runs.told(
        step(1, 21),
        PlayedRuns.run(
            "running",
            "\"phase\":\"reading the data set\",\"epoch\":1,\"epochs\":2,\"step\":21,\"steps\":63"),
        PlayedRuns.SUCCEEDED);
    watch(100).follow("r-1");
    assertThat(printed()).contains("\rReading the data set  0:00");
  }

  @Test
  void shouldOutlastAServiceThatStartsAgain() throws Exception {
    runs.told(QUEUED, "503", "404", "503", PlayedRuns.SUCCEEDED);
    assertThat(watch(0).follow("r-1").succeeded()).isTrue();
    assertThat(printed().lines())
        .containsOnlyOnce("The trainer service is away; asking again for 5 minutes");
  }

  @Test
  void shouldGiveUpWhenTheServiceStaysAway() {
    runs.told(QUEUED, "503");
    assertThatThrownBy(() -> watch(0, Duration.ofMillis(50)).follow("r-1"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("status 503");
  }

  @Test
  void shouldNotWaitForARunThatNobodyKnows() {
    runs.told("404");
    assertThatThrownBy(() -> watch(0).follow("r-1"))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("status 404");
  }

  private RunWatch watch(int width) {
    return watch(width, Duration.ofMinutes(5));
  }

  private RunWatch watch(int width, Duration patience) {
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    var progress = new RunProgress(new LiveLine(out, width), () -> 0);
    return new RunWatch(runs.client(), progress, Duration.ofMillis(1), patience);
  }

  private static String phase(String phase) {
    return PlayedRuns.run("running", "\"phase\":\"%s\"".formatted(phase));
  }

  private static String step(int epoch, int step) {
    return PlayedRuns.run(
        "running",
        ("\"phase\":\"training\",\"epoch\":%d,\"epochs\":2,\"step\":%d,\"steps\":63,\"loss\":0.7,"
                + "\"accuracy\":0.5,\"validationLoss\":9,\"imagesPerSecond\":54.4,\"secondsLeft\":3730")
            .formatted(epoch, step));
  }

  private static String ended(int epoch) {
    return step(epoch, 63).replace("\"validationLoss\":9", "\"validationLoss\":8");
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

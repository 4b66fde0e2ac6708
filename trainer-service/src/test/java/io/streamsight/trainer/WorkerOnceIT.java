package io.streamsight.trainer;

import static io.streamsight.trainer.PostedRuns.LONG;
import static io.streamsight.trainer.PostedRuns.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.streamsight.local.EmbeddedBroker;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job that takes one run and exits, beside a service that takes none. */
class WorkerOnceIT {

  @TempDir static Path folder;

  private static EmbeddedBroker broker;
  private static TrainerProcess service;

  @BeforeAll
  static void startAServiceWithoutAWorker() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    service = start("off", Map.of()).awaitReady();
    new IngestedImages(Map.of("bootstrap.servers", broker.bootstrapServers())).publish("tiny", 4);
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
    broker.close();
  }

  private static TrainerProcess start(String worker, Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("STREAMSIGHT_TRAINER_WORKER", worker);
    settings.putIfAbsent("STREAMSIGHT_TRAINER_ONCE_PATIENCE", "1s");
    return TrainerProcess.start(broker.bootstrapServers(), folder, settings);
  }

  private static String post() {
    return PostedRuns.post(
        service.http(), "tiny", small("tiny", Map.of("blocks", 1, "epochs", 1, "batchSize", 4)));
  }

  @Test
  void shouldTakeOneRunOfTheQueueAndExit() throws Exception {
    String first = post();
    String second = post();
    service.http().get("/runs/" + first).then().body("state", equalTo("queued"));

    try (TrainerProcess job = start("once", Map.of())) {
      assertThat(job.exitWithin(LONG)).as(job.log()).isZero();
    }

    service.http().get("/runs/" + first).then().body("state", equalTo("succeeded"));
    service.http().get("/runs/" + second).then().body("state", equalTo("queued"));
    service.http().delete("/runs/" + second).then().statusCode(202);
  }

  @Test
  void shouldExitWithoutARunWhenThereIsNone() throws Exception {
    try (TrainerProcess job = start("once", Map.of())) {
      assertThat(job.exitWithin(LONG)).as(job.log()).isZero();
      assertThat(job.log()).contains("No run to take");
    }
  }

  /** A net of 2,401 values, and three more for each of them in a checkpoint. */
  @ParameterizedTest
  @CsvSource({"5000, model-too-large", "20000, checkpoint-too-large"})
  void shouldRecordAFailureAndCallItDone(int limit, String reason) throws Exception {
    String run = post();

    Map<String, String> small = Map.of("STREAMSIGHT_MAX_MODEL_BYTES", String.valueOf(limit));
    try (TrainerProcess job = start("once", small)) {
      assertThat(job.exitWithin(LONG)).as(job.log()).isZero();
    }

    service
        .http()
        .get("/runs/" + run)
        .then()
        .body("state", equalTo("failed"))
        .body("reason", equalTo(reason))
        .body("error", containsString("streamsight.max-model-bytes allows " + limit))
        // Told before the first step, not after hours.
        .body("epoch", equalTo(null));
  }

  @Test
  void shouldTellOfAMissingGpuInItsHealthAndItsLogAndGoOnAnswering() throws Exception {
    try (TrainerProcess worker = start("on", Map.of("STREAMSIGHT_TRAINER_DEVICE", "cuda"))) {
      worker.awaitReady();
      awaitHealth(
          worker,
          "'device-unavailable'",
          allOf(
              containsString("streamsight.trainer.device=cuda, but"),
              containsString("start the worker again.")));
      await()
          .atMost(LONG)
          .until(
              () -> worker.log(),
              containsString("This worker takes no run: streamsight.trainer.device=cuda, but"));
      // Its thread has ended, which is no reason to start the process again.
      worker.http().get("/q/health/live").then().statusCode(200);
    }
  }

  @Test
  void shouldTellInItsHealthWhatItComputesOn() throws Exception {
    try (TrainerProcess worker = start("on", Map.of("STREAMSIGHT_TRAINER_DEVICE", "cpu"))) {
      worker.awaitReady();
      awaitHealth(worker, "device", equalTo("cpu"));
    }
  }

  /** What readiness, which stays up, has under this name of the worker. */
  private static void awaitHealth(TrainerProcess worker, String name, Matcher<String> data) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                worker
                    .http()
                    .get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body("checks.find { it.name == 'worker' }.data." + name, data));
  }

  @Test
  void shouldTakeNoRunWithoutTheGpuThatIsAskedFor() throws Exception {
    String run = post();

    try (TrainerProcess job = start("once", Map.of("STREAMSIGHT_TRAINER_DEVICE", "cuda"))) {
      assertThat(job.exitWithin(LONG)).as(job.log()).isEqualTo(1);
      assertThat(job.log()).contains("streamsight.trainer.device=cuda", "Mend that, or");
    }

    service.http().get("/runs/" + run).then().body("state", equalTo("queued"));
    service.http().delete("/runs/" + run).then().statusCode(202);
  }
}

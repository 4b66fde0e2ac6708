package io.streamsight.trainer;

import static io.streamsight.trainer.PostedRuns.LONG;
import static io.streamsight.trainer.PostedRuns.ended;
import static io.streamsight.trainer.PostedRuns.small;
import static io.streamsight.trainer.PostedRuns.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.run.Lease;
import io.streamsight.contract.run.TrainingEvent;
import io.streamsight.local.EmbeddedBroker;
import io.streamsight.trainer.onnx.OnnxWeights;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two workers, real processes, on one queue; one of them comes to harm in the middle of a run. */
class WorkersIT {
  private static final int EPOCHS = 40;

  @TempDir static Path folder;

  private static EmbeddedBroker broker;
  private static IngestedImages topics;
  private static final List<TrainerProcess> workers = new ArrayList<>();

  /** Weights that nothing disturbed: what every run here must come to. */
  private static Map<String, float[]> undisturbed;

  @BeforeAll
  static void trainOnceUndisturbed() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    topics = new IngestedImages(Map.of("bootstrap.servers", broker.bootstrapServers()));
    workers.add(startWorker().awaitReady());
    topics.publish("photos", 8);
    undisturbed = weights(workers.get(0), post(workers.get(0)));
  }

  /** In place of those that a test killed. */
  @BeforeEach
  void startTwoWorkers() throws Exception {
    workers.removeIf(worker -> !worker.alive());
    while (workers.size() < 2) {
      workers.add(startWorker());
    }
    workers.forEach(TrainerProcess::awaitReady);
  }

  @AfterAll
  static void stop() throws Exception {
    for (TrainerProcess worker : workers) {
      worker.close();
    }
    broker.close();
  }

  private static TrainerProcess startWorker() throws Exception {
    return TrainerProcess.start(
        broker.bootstrapServers(),
        folder,
        Map.of(
            "STREAMSIGHT_TRAINER_LEASE_LIFETIME", "6s",
            "STREAMSIGHT_TRAINER_LEASE_RENEWAL", "1s"));
  }

  private static String post(TrainerProcess worker) {
    return PostedRuns.post(
        worker.http(),
        "photos",
        small("photos", Map.of("epochs", EPOCHS, "batchSize", 4, "seed", 5)));
  }

  private static JsonPath run(TrainerProcess worker, String runId) {
    return worker.http().get("/runs/" + runId).jsonPath();
  }

  /** Who works on the run once so many epochs have ended. */
  private TrainerProcess holderAfter(String runId, int epochs) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> epochsEnded(runId).size() >= epochs);
    String name = run(survivor(null), runId).getString("worker");
    return workers.stream().filter(worker -> worker.isCalled(name)).findFirst().orElseThrow();
  }

  private TrainerProcess survivor(TrainerProcess other) {
    return workers.stream().filter(worker -> worker != other).findFirst().orElseThrow();
  }

  private static List<Integer> epochsEnded(String runId) {
    return topics.read("training-events", runId).stream()
        .map(record -> Json.read(record.value(), TrainingEvent.class))
        .filter(event -> event.kind() == TrainingEvent.Kind.EPOCH)
        .map(TrainingEvent::epoch)
        .toList();
  }

  /** Those that the run came to. */
  private static Map<String, float[]> weights(TrainerProcess worker, String runId) {
    int version = succeeded(worker::http, runId).getInt("version");
    String sha256 =
        worker
            .http()
            .get("/models/photos")
            .jsonPath()
            .getString("versions.find { it.version == %d }.sha256".formatted(version));
    return OnnxWeights.of(topics.read("models", "photos/" + sha256).get(0).value());
  }

  /** One version, of the weights that nothing disturbed; at most one epoch was done again. */
  private static void assertOneOutcome(TrainerProcess worker, String runId) {
    Map<String, float[]> weights = weights(worker, runId);
    assertThat(weights.keySet()).isEqualTo(undisturbed.keySet());
    weights.forEach((path, values) -> assertThat(values).as(path).isEqualTo(undisturbed.get(path)));
    List<String> runIds = worker.http().get("/models/photos").jsonPath().getList("versions.runId");
    assertThat(runIds).containsOnlyOnce(runId);

    Map<Integer, Integer> times = new HashMap<>();
    epochsEnded(runId).forEach(epoch -> times.merge(epoch, 1, Integer::sum));
    assertThat(times.keySet()).containsAll(IntStream.rangeClosed(1, EPOCHS).boxed().toList());
    assertThat(times.values().stream().mapToInt(n -> n - 1).sum()).as(times + "").isLessThan(2);
    assertThat(worker.http().get("/runs/" + runId + "/epochs").jsonPath().getList("epoch"))
        .isEqualTo(IntStream.rangeClosed(1, EPOCHS).boxed().toList());
    assertCleared(runId);
  }

  private static void assertCleared(String runId) {
    for (String topic : List.of("training-checkpoints", "run-leases")) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(topics.read(topic, runId))
                      .last()
                      .extracting(ConsumerRecord::value)
                      .isNull());
    }
  }

  @Test
  void shouldComeToTheSameWeightsWhenAWorkerIsKilled() throws Exception {
    String runId = post(workers.get(0));
    TrainerProcess victim = holderAfter(runId, 3);
    victim.kill();

    assertOneOutcome(survivor(victim), runId);
  }

  @Test
  void shouldNotBeDisturbedByAWorkerThatWakesWhenAnotherHasItsRun() throws Exception {
    String runId = post(workers.get(0));
    TrainerProcess zombie = holderAfter(runId, 3);
    zombie.signal("STOP");
    TrainerProcess heir = survivor(zombie);
    try {
      int before = epochsEnded(runId).size();
      await().atMost(LONG).until(() -> epochsEnded(runId).size() > before + 2);
    } finally {
      zombie.signal("CONT");
    }
    await().atMost(LONG).until(() -> zombie.log().contains("the lease was lost"));

    assertOneOutcome(heir, runId);
  }

  @Test
  void shouldChangeNothingWhenAWorkerWakesAfterItsRunHasEnded() throws Exception {
    String runId = post(workers.get(0));
    TrainerProcess zombie = holderAfter(runId, 3);
    zombie.signal("STOP");
    TrainerProcess heir = survivor(zombie);
    try {
      ended(heir::http, runId);
    } finally {
      zombie.signal("CONT");
    }
    await().atMost(LONG).until(() -> zombie.log().contains("Run " + runId + ": has ended"));

    assertOneOutcome(heir, runId);
  }

  @Test
  void shouldGiveARunBackWithinTenSecondsWhenAskedToEnd() throws Exception {
    String runId = post(workers.get(0));
    TrainerProcess leaving = holderAfter(runId, 3);
    leaving.signal("TERM");
    leaving.exitWithin(Duration.ofSeconds(10));

    List<Lease> leases =
        topics.read("run-leases", runId).stream()
            .filter(record -> record.value() != null)
            .map(record -> Json.read(record.value(), Lease.class))
            .toList();
    assertThat(leases)
        .filteredOn(lease -> leaving.isCalled(lease.worker()))
        .last()
        .matches(Lease::released);
    assertOneOutcome(survivor(leaving), runId);
  }

  @Test
  void shouldGiveARunBackWithinTenSecondsThoughItWaitsForTheIndexer() throws Exception {
    topics.write("images", "not-indexed-yet", "anything");
    String runId = post(workers.get(0));
    TrainerProcess other = survivor(null);
    await()
        .atMost(LONG)
        .until(() -> run(other, runId).getString("phase"), "reading the data set"::equals);
    String name = run(other, runId).getString("worker");
    TrainerProcess leaving =
        workers.stream().filter(worker -> worker.isCalled(name)).findFirst().orElseThrow();
    leaving.signal("TERM");
    leaving.exitWithin(Duration.ofSeconds(10));

    topics.publish("indexed", 1);
    weights(survivor(leaving), runId);
  }

  @Test
  void shouldClearAwayACancelledRunWhoseWorkerHasDied() throws Exception {
    String runId = post(workers.get(0));
    TrainerProcess victim = holderAfter(runId, 3);
    victim.kill();
    TrainerProcess other = survivor(victim);
    other.http().delete("/runs/" + runId).then().statusCode(202);

    assertThat(run(other, runId).getString("state")).isEqualTo("cancelled");
    assertCleared(runId);
    assertThat(run(other, runId).getString("state")).isEqualTo("cancelled");
  }

  @Test
  void shouldTellTheHistoryAgainAfterARestart() throws Exception {
    String runId = post(workers.get(0));
    ended(workers.get(0)::http, runId);
    try (TrainerProcess fresh = startWorker().awaitReady()) {
      await()
          .atMost(LONG)
          .untilAsserted(
              () -> {
                for (String path :
                    List.of("/runs", "/runs/" + runId, "/runs/" + runId + "/epochs")) {
                  assertThat(fresh.http().get(path).asString())
                      .isEqualTo(workers.get(0).http().get(path).asString());
                }
              });
    }
  }
}

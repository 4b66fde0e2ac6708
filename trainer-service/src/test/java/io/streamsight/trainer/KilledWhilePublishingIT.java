package io.streamsight.trainer;

import static io.streamsight.trainer.PostedRuns.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.Proposal;
import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Proposal.CandidatePublished;
import io.streamsight.contract.registry.Proposal.RunRequested;
import io.streamsight.contract.registry.Verdict;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.local.EmbeddedBroker;
import io.streamsight.trainer.SilencedLink.Cut;
import io.streamsight.trainer.onnx.OnnxWeights;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A worker dies between two steps of scoring, publishing, promoting and clearing away, each in
 * turn. What it has written by then is known exactly: the link to its broker falls silent there.
 */
class KilledWhilePublishingIT {
  private static final Map<String, String> LEASES =
      Map.of(
          "STREAMSIGHT_TRAINER_LEASE_LIFETIME", "6s",
          "STREAMSIGHT_TRAINER_LEASE_RENEWAL", "1s");

  /** What the log holds of a run when its worker dies. */
  private record Written(int files, int candidates, int moves, boolean checkpoint) {}

  private enum Step {
    BEFORE_SCORING(Cut.BEFORE, contains("scoring with ONNX Runtime"), new Written(0, 0, 0, true)),
    BEFORE_THE_GATE(
        Cut.BEFORE, contains("comparing with the champion"), new Written(0, 0, 0, true)),
    BEFORE_THE_FILE(Cut.BEFORE, contains("\"publishing\""), new Written(0, 0, 0, true)),
    BEFORE_THE_CANDIDATE(Cut.BEFORE, contains("candidate-published"), new Written(1, 0, 0, true)),
    AFTER_THE_CANDIDATE(Cut.AFTER, contains("candidate-published"), new Written(1, 1, 0, true)),
    BEFORE_PROMOTION(Cut.BEFORE, contains("alias-moved"), new Written(1, 1, 0, true)),
    AFTER_PROMOTION(Cut.AFTER, contains("alias-moved"), new Written(1, 1, 1, true)),
    CHECKPOINT_CLEARED(Cut.AFTER, Step::isTombstone, new Written(1, 1, 1, false));

    private final Cut cut;
    private final BiPredicate<String, String> request;
    private final Written written;

    Step(Cut cut, BiPredicate<String, String> request, Written written) {
      this.cut = cut;
      this.request = request;
      this.written = written;
    }

    private static BiPredicate<String, String> contains(String text) {
      return (request, runId) -> request.contains(text);
    }

    /** After the key of a record: a value of length -1, no headers. */
    private static boolean isTombstone(String request, String runId) {
      return request.contains(runId + "\u0001\u0000");
    }

    String model() {
      return name().toLowerCase().replace('_', '-');
    }
  }

  @TempDir static Path folder;

  private static EmbeddedBroker broker;
  private static Map<String, Object> kafka;
  private static IngestedImages topics;
  private static TrainerProcess heir;

  /** Weights that nothing disturbed: what every run here must come to. */
  private static Map<String, float[]> undisturbed;

  @BeforeAll
  static void trainOnceUndisturbed() throws Exception {
    broker = EmbeddedBroker.startTemporary();
    kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    topics = new IngestedImages(kafka);
    heir = TrainerProcess.start(broker.bootstrapServers(), folder, LEASES).awaitReady();
    topics.publish("photos", 4);
    PostedRuns.succeeded(heir::http, post(heir, "undisturbed"));
    undisturbed = OnnxWeights.of(file("undisturbed"));
  }

  @AfterAll
  static void stop() throws Exception {
    heir.close();
    broker.close();
  }

  private static String post(TrainerProcess worker, String model) {
    return PostedRuns.post(
        worker.http(), model, PostedRuns.small("photos", Map.of("epochs", 3, "seed", 5)));
  }

  private static byte[] file(String model) {
    return heir.http()
        .get("/models/%s/versions/1/file".formatted(model))
        .then()
        .statusCode(200)
        .extract()
        .asByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndWithOneWholeVersionWhereverAWorkerDies(Step step) throws Exception {
    String runId = dieAt(step);

    JsonPath run = PostedRuns.succeeded(heir::http, runId);
    assertThat(run.getInt("version")).isEqualTo(1);
    String model = step.model();
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(heir.http().get("/models/" + model).jsonPath().getMap("aliases"))
                    .isEqualTo(Map.of("champion", 1)));
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(topics.read("training-checkpoints", runId)).last().matches(this::isNull);
              assertThat(topics.read("run-leases", runId)).last().matches(this::isNull);
            });

    JsonPath card = heir.http().get("/models/" + model).jsonPath();
    assertThat(card.getList("versions.runId")).containsExactly(runId);
    assertThat(Sha256.of(file(model))).isEqualTo(card.getString("versions[0].sha256"));
    OnnxWeights.of(file(model))
        .forEach((name, values) -> assertThat(values).as(name).isEqualTo(undisturbed.get(name)));
    assertThat(proposals(model, CandidatePublished.class)).hasSize(1);
    assertThat(proposals(model, AliasMoved.class)).hasSize(1);
    // Equal bytes have one key: compaction leaves one.
    assertThat(files(model)).containsOnly(model + "/" + Sha256.of(file(model)));
  }

  /** Nobody has moved champion to the first when the second comes, which stays behind it. */
  @Test
  void shouldPromoteWhatADeadWorkerPublishedThoughALaterVersionIsKeptBack() throws Exception {
    heir.signal("STOP");
    try {
      propose("hidden", "first", new Verdict(true, "good", null, 9, 0.9, null, 0.01));
      propose("hidden", "second", new Verdict(false, "too low", null, 9, 0.1, null, 0.01));
    } finally {
      heir.signal("CONT");
    }
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(heir.http().get("/models/hidden").jsonPath().getMap("aliases"))
                    .isEqualTo(Map.of("champion", 1)));
    assertThat(proposals("hidden", AliasMoved.class)).hasSize(1);
  }

  private static void propose(String model, String runId, Verdict verdict) throws Exception {
    ModelFile file = new ModelFile(Sha256.of(runId), 1, 0, 0);
    for (Proposal proposal :
        List.of(
            new RunRequested(model, runId, TrainingRequest.of(model, "photos"), "test"),
            new CandidatePublished(model, runId, file, null, verdict, null, "dead"))) {
      topics.write("registry", model, new String(Json.write(proposal), StandardCharsets.UTF_8));
    }
  }

  private boolean isNull(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null;
  }

  /** A worker takes the run and is killed there, while the other one sleeps; that one wakes. */
  private static String dieAt(Step step) throws Exception {
    try (SilencedLink link = new SilencedLink(broker.port());
        TrainerProcess victim =
            TrainerProcess.start(link.bootstrapServers(), folder, LEASES).awaitReady()) {
      heir.signal("STOP");
      String runId = post(victim, step.model());
      link.fallSilent(step.cut, request -> step.request.test(request, runId));
      link.awaitSilence(LONG);
      victim.kill();
      assertThat(written(step.model(), runId)).isEqualTo(step.written);
      return runId;
    } finally {
      heir.signal("CONT");
    }
  }

  private static Written written(String model, String runId) {
    return new Written(
        files(model).size(),
        proposals(model, CandidatePublished.class).size(),
        proposals(model, AliasMoved.class).size(),
        topics.read("training-checkpoints", runId).stream()
            .reduce((before, last) -> last)
            .map(last -> last.value() != null)
            .orElse(false));
  }

  /** Keys of the model's records in {@code models}. */
  private static List<String> files(String model) {
    List<String> keys = new ArrayList<>();
    try (LogReader reader = new LogReader(kafka, "models")) {
      reader.readTo(
          reader.end(), record -> keys.add(new String(record.key(), StandardCharsets.UTF_8)));
    }
    return keys.stream().filter(key -> key.startsWith(model + "/")).toList();
  }

  private static <T extends Proposal> List<T> proposals(String model, Class<T> type) {
    return topics.read("registry", model).stream()
        .map(record -> Json.read(record.value(), Proposal.class))
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }
}

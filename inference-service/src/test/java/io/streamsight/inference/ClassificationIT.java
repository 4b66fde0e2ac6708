package io.streamsight.inference;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.streamsight.inference.Fixtures.FIRST;
import static io.streamsight.inference.Fixtures.PETS;
import static io.streamsight.inference.Fixtures.SECOND;
import static io.streamsight.inference.Fixtures.jpeg;
import static io.streamsight.inference.Fixtures.replaced;
import static io.streamsight.inference.Fixtures.truncated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The service against a real broker. One application for all: ONNX Runtime loads once a process.
 * The first test needs a service without a model, so the order matters there; the others use model
 * names of their own.
 */
@QuarkusTest
@WithTestResource(BrokerResource.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClassificationIT {
  private Installation installation;

  @BeforeAll
  void connect() {
    installation =
        new Installation(
            ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
  }

  @AfterAll
  void disconnect() {
    installation.close();
  }

  private static Classification classification(ConsumerRecord<byte[], byte[]> record) {
    return Installation.json(record, Classification.class);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return Event.header(record.headers(), name);
  }

  /** Waits until that version is served; the test began with a fresh name. */
  private void serve(String model, byte[] onnx) {
    installation.serve(model, onnx);
  }

  private static void awaitServed(String model, int version) {
    await()
        .atMost(Installation.PATIENCE)
        .until(() -> Integer.valueOf(version).equals(Installation.servedVersion(model)));
  }

  private static void awaitRefused(String model, String reason) {
    await()
        .atMost(Installation.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(get("/q/health/ready").jsonPath().getString(refusal(model)))
                    .contains(reason));
  }

  private static String refusal(String model) {
    return "checks.find { it.name == 'models' }.data.'refused.%s'".formatted(model);
  }

  @Test
  @Order(1)
  void shouldHoldTheStreamUntilTheFirstModelArrives() {
    for (int i = 0; i < 5; i++) {
      installation.request("held-" + i, jpeg(i));
    }
    get("/q/health/live").then().statusCode(200);
    get("/q/health/ready").then().statusCode(503).body(containsString("requests are held"));
    given()
        .contentType("image/jpeg")
        .body(jpeg(1))
        .post("/classify")
        .then()
        .statusCode(503)
        .header("Retry-After", "5")
        .body("type", equalTo("urn:streamsight:not-ready"));
    get("/v2/health/live").then().statusCode(200).body("live", equalTo(true));
    get("/v2/health/ready").then().statusCode(503).body("ready", equalTo(false));
    get("/v2/models/pets/ready").then().statusCode(503).header("Retry-After", "5");
    given()
        .contentType("application/json")
        .body("{}")
        .post("/v2/models/pets/infer")
        .then()
        .statusCode(503)
        .header("Retry-After", "5")
        .body("error", containsString("no model is served yet"));
    assertThat(installation.read(Topic.CLASSIFICATIONS, "held-")).isEmpty();

    serve(PETS, FIRST);

    get("/q/health/ready").then().statusCode(200);
    assertThat(installation.await(Topic.CLASSIFICATIONS, "held-", 5))
        .extracting(Installation::key)
        .containsExactlyInAnyOrder("held-0", "held-1", "held-2", "held-3", "held-4");
    assertThat(installation.read(Topic.CLASSIFICATION_REQUESTS_DLQ, "held-")).isEmpty();
  }

  @Test
  @Order(2)
  void shouldNameModelAndVersionInEveryAnswer() {
    installation.request(
        "named", jpeg(7), "ce_id", "request-7", "traceparent", "00-" + "a".repeat(32) + "-b7-01");
    ConsumerRecord<byte[], byte[]> record =
        installation.await(Topic.CLASSIFICATIONS, "named", 1).get(0);

    Classification answer = classification(record);
    assertThat(answer.imageId()).isEqualTo("named");
    assertThat(answer.model()).isEqualTo(PETS);
    assertThat(answer.version()).isEqualTo(1);
    assertThat(answer.device()).isEqualTo("cpu");
    assertThat(answer.datasetDigest()).hasSize(64);
    assertThat(answer.scores()).containsKey(answer.label());
    assertThat(answer.scores().values().stream().mapToDouble(f -> f).sum())
        .isCloseTo(1, offset(1e-5));
    assertThat(answer.scores().get(answer.label())).isGreaterThanOrEqualTo(0.5f);
    assertThat(answer.decodeMs()).isPositive();
    assertThat(answer.computeMs()).isPositive();

    assertThat(header(record, "ce_source")).isEqualTo("/streamsight/inference");
    assertThat(header(record, "ce_type")).isEqualTo("io.streamsight.classification.v1");
    assertThat(header(record, "ce_subject")).isEqualTo("named");
    assertThat(header(record, "ce_requestid")).isEqualTo("request-7");
    assertThat(header(record, "ce_id")).hasSize(32).isNotEqualTo("request-7");
    assertThat(header(record, "traceparent")).startsWith("00-aaaa");
  }

  @Test
  @Order(2)
  void shouldAnswerEachRequestOnceAndInTheOrderOfItsPartition() {
    int count = 200;
    for (int i = 0; i < count; i++) {
      installation.request("order-%03d".formatted(i), jpeg(i % 20));
    }
    var answers = installation.await(Topic.CLASSIFICATIONS, "order-", count);
    assertEachOnceAndInOrder(answers, count);
  }

  private static void assertEachOnceAndInOrder(
      List<ConsumerRecord<byte[], byte[]>> answers, int count) {
    assertThat(answers).extracting(Installation::key).doesNotHaveDuplicates().hasSize(count);
    assertThat(answers).extracting(r -> header(r, "ce_id")).doesNotHaveDuplicates();
    // Keys are numbered as they were sent, and a key is in the same partition on both sides.
    Map<Integer, List<String>> byPartition =
        answers.stream()
            .collect(
                Collectors.groupingBy(
                    ConsumerRecord::partition,
                    Collectors.mapping(Installation::key, Collectors.toList())));
    assertThat(byPartition).hasSizeGreaterThan(1);
    byPartition.values().forEach(keys -> assertThat(keys).isSorted());
  }

  @Test
  @Order(2)
  void shouldPutABrokenImageAsideAndAnswerItsNeighbours() {
    byte[] broken = truncated(3);
    installation.request("poison-a", jpeg(1));
    RecordMetadata at = installation.request("poison-b", broken, "colour", "blue");
    installation.request("poison-c", jpeg(2));
    installation.request("poison-d", "no image at all".getBytes(StandardCharsets.UTF_8));
    installation.request("poison-e", new byte[0]);

    var letters = installation.await(Topic.CLASSIFICATION_REQUESTS_DLQ, "poison-", 3);
    Map<String, ConsumerRecord<byte[], byte[]>> byKey = new HashMap<>();
    letters.forEach(letter -> byKey.put(Installation.key(letter), letter));
    assertThat(byKey).containsOnlyKeys("poison-b", "poison-d", "poison-e");
    ConsumerRecord<byte[], byte[]> letter = byKey.get("poison-b");
    assertThat(letter.value()).isEqualTo(broken);
    assertThat(header(letter, "colour")).isEqualTo("blue");
    assertThat(header(letter, "dlq-reason")).isEqualTo("image-truncated");
    assertThat(header(letter, "dlq-topic")).isEqualTo("classification-requests");
    assertThat(header(letter, "dlq-partition")).isEqualTo(String.valueOf(at.partition()));
    assertThat(header(letter, "dlq-offset")).isEqualTo(String.valueOf(at.offset()));
    assertThat(Arrays.stream(letter.headers().toArray()).map(h -> h.key()))
        .containsExactlyInAnyOrder(
            "colour",
            "dlq-reason",
            "dlq-detail",
            "dlq-topic",
            "dlq-partition",
            "dlq-offset",
            "dlq-timestamp");
    assertThat(header(byKey.get("poison-d"), "dlq-reason")).isEqualTo("image-unsupported-format");
    assertThat(header(byKey.get("poison-e"), "dlq-reason")).isEqualTo("image-empty");

    assertThat(installation.await(Topic.CLASSIFICATIONS, "poison-", 2))
        .extracting(Installation::key)
        .containsExactlyInAnyOrder("poison-a", "poison-c");
  }

  @Test
  @Order(2)
  void shouldPutARequestForAnUnknownModelAside() {
    installation.request("unknown", jpeg(1), "model", "nobody");
    var letter = installation.await(Topic.CLASSIFICATION_REQUESTS_DLQ, "unknown", 1).get(0);
    assertThat(header(letter, "dlq-reason")).isEqualTo("model-unknown");
    assertThat(header(letter, "dlq-detail")).contains("nobody").contains(PETS);
    assertThat(letter.value()).isEqualTo(jpeg(1));
  }

  @Test
  @Order(2)
  void shouldSwapUnderLoadWithoutLosingOrRepeatingAnAnswer() {
    serve("swapped", FIRST);
    int sent = 0;
    for (; sent < 100; sent++) {
      installation.request("swap-%05d".formatted(sent), jpeg(sent % 20), "model", "swapped");
    }
    installation.publish("swapped", SECOND);
    installation.champion("swapped", 1, 2);
    for (; !Integer.valueOf(2).equals(Installation.servedVersion("swapped")); sent++) {
      assertThat(sent).as("requests until the swap").isLessThan(20_000);
      installation.request("swap-%05d".formatted(sent), jpeg(sent % 20), "model", "swapped");
    }
    for (int end = sent + 100; sent < end; sent++) {
      installation.request("swap-%05d".formatted(sent), jpeg(sent % 20), "model", "swapped");
    }

    var answers = installation.await(Topic.CLASSIFICATIONS, "swap-", sent);
    assertEachOnceAndInOrder(answers, sent);
    Set<Integer> versions = new HashSet<>();
    answers.forEach(answer -> versions.add(classification(answer).version()));
    assertThat(versions).containsExactlyInAnyOrder(1, 2);
    assertThat(installation.read(Topic.CLASSIFICATION_REQUESTS_DLQ, "swap-")).isEmpty();
  }

  @Test
  @Order(2)
  void shouldFindAModelWhoseRecordHasMoved() {
    installation.publish("moved", FIRST, Sha256.of(FIRST), 1_000);
    installation.champion("moved", null, 1);
    awaitServed("moved", 1);
  }

  @Test
  @Order(2)
  void shouldKeepServingTheOldModelWhenTheCandidateFailsItsChecksum() {
    assertRefused("checksum", SECOND, "0".repeat(64), "model-checksum");
  }

  @Test
  @Order(2)
  void shouldKeepServingTheOldModelWhenTheCandidateFailsItsSelfTest() {
    byte[] other = Fixtures.withOtherExpectation(SECOND);
    assertRefused("selftest", other, Sha256.of(other), "model-self-test");
  }

  @Test
  @Order(2)
  void shouldKeepServingTheOldModelWhenTheCandidateNeedsUnknownPreprocessing() {
    byte[] later = replaced(SECOND, "keras-v1", "keras-v9");
    assertRefused("later", later, Sha256.of(later), "model-preprocessing");
  }

  @Test
  @Order(2)
  void shouldKeepServingTheOldModelWhenTheCandidateHasOtherOutputs() {
    // In ONNX's protobuf a name stands behind its length; the metadata's JSON is not meant.
    byte[] renamed = replaced(SECOND, "\u0006scores", "\u0006scored");
    assertRefused("renamed", renamed, Sha256.of(renamed), "model-signature");
  }

  @Test
  @Order(2)
  void shouldKeepServingTheOldModelWhenTheCandidateHasNoActivationMap() {
    byte[] without = replaced(SECOND, "\u000eactivation_map", "\u000eactivation_mop");
    assertRefused("mapless", without, Sha256.of(without), "model-signature");
  }

  @Test
  @Order(2)
  void shouldKeepServingTheOldModelWhenTheCandidatesMapIsOfOtherClasses() {
    // Its two halves side by side: [N, 1, 14, 7] in place of [N, 2, 7, 7].
    String end = "\u001a\u000eactivation_map\"\u0006Concat*\u000b\n\u0004axis\u0018";
    String size = "\n\u0002\b%c\n\u0002\b%c\n\u0002\b\u0007B";
    byte[] sideBySide = replaced(SECOND, end + "\u0001", end + "\u0002");
    byte[] other = replaced(sideBySide, size.formatted(2, 7), size.formatted(1, 14));
    assertRefused("othermap", other, Sha256.of(other), "model-signature");
  }

  @Test
  @Order(2)
  void shouldKeepServingTheOldModelWhenTheCandidateIsNoModel() {
    byte[] half = Arrays.copyOf(SECOND, SECOND.length / 2);
    assertRefused("half", half, Sha256.of(half), "model-runtime");
  }

  private void assertRefused(String model, byte[] candidate, String sha256, String reason) {
    serve(model, FIRST);
    installation.publish(model, candidate, sha256, 0);
    installation.champion(model, 1, 2);
    awaitRefused(model, reason);

    get("/q/health/ready").then().statusCode(200);
    get("/q/metrics")
        .then()
        .body(
            containsString(
                "streamsight_model_refusals_total{model=\"%s\",reason=\"%s\"}"
                    .formatted(model, reason)));
    installation.request("refused-" + model, jpeg(1), "model", model);
    var answer = installation.await(Topic.CLASSIFICATIONS, "refused-" + model, 1).get(0);
    assertThat(classification(answer).version()).isEqualTo(1);
  }

  @Test
  @Order(2)
  void shouldClassifyOverHttpAsOnTheStream() {
    installation.request("http", jpeg(11));
    Classification streamed =
        classification(installation.await(Topic.CLASSIFICATIONS, "http", 1).get(0));
    given()
        .contentType("application/octet-stream")
        .body(jpeg(11))
        .post("/classify")
        .then()
        .statusCode(200)
        .body("model", equalTo(PETS))
        .body("version", equalTo(1))
        .body("label", equalTo(streamed.label()))
        .body("scores.cat", equalTo(streamed.scores().get("cat")));
  }

  @Test
  @Order(2)
  void shouldSayOverHttpWhatIsWrong() {
    assertProblem(given().contentType("image/jpeg").body(truncated(1)), 422, "image-truncated");
    assertProblem(
        given().contentType("image/jpeg").body(new byte[] {'G', 'I', 'F'}),
        415,
        "image-unsupported-format");
    assertProblem(
        given().contentType("image/jpeg").queryParam("model", "nobody").body(jpeg(1)),
        404,
        "model-unknown");
    assertProblem(
        given().contentType("image/jpeg").body(new byte[16 * 1024 * 1024 + 1]),
        413,
        "image-too-large");
  }

  private static void assertProblem(RequestSpecification request, int status, String reason) {
    request
        .post("/classify")
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:streamsight:" + reason))
        .body("status", equalTo(status));
  }
}

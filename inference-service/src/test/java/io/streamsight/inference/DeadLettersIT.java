package io.streamsight.inference;

import static io.restassured.RestAssured.when;
import static io.streamsight.inference.Fixtures.FIRST;
import static io.streamsight.inference.Fixtures.jpeg;
import static io.streamsight.inference.Fixtures.truncated;
import static io.streamsight.inference.Letters.bytes;
import static io.streamsight.inference.Letters.dismiss;
import static io.streamsight.inference.Letters.entry;
import static io.streamsight.inference.Letters.letter;
import static io.streamsight.inference.Letters.list;
import static io.streamsight.inference.Letters.replay;
import static io.streamsight.inference.Letters.why;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.streamsight.contract.topic.Topic;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@QuarkusTest
@WithTestResource(BrokerResource.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersIT {
  private static final String MODEL = "letters-served";
  private static final String REQUESTS = Topic.CLASSIFICATION_REQUESTS.baseName();

  private final String bootstrapServers =
      ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
  private Installation installation;

  @BeforeAll
  void connect() {
    installation = new Installation(bootstrapServers);
    promote(MODEL);
  }

  @BeforeEach
  void awaitTheModel() {
    awaitServed(MODEL);
  }

  @AfterAll
  void disconnect() {
    installation.close();
  }

  private void promote(String model) {
    installation.publish(model, FIRST);
    installation.champion(model, null, 1);
  }

  private static void awaitServed(String model) {
    await()
        .atMost(Installation.PATIENCE)
        .until(() -> when().get("/models").jsonPath().getList("name").contains(model));
  }

  @Test
  void shouldReplayARequestOnceItsModelIsKnownAndSettleItsLetter() {
    String key = "letters-unknown";
    installation.request(key, jpeg(1), "model", "letters-later", "ce_id", "first");
    installation.await(Topic.CLASSIFICATION_REQUESTS_DLQ, key, 1);
    assertThat(letter(key, ""))
        .containsEntry("reason", "model-unknown")
        .containsEntry("topic", REQUESTS)
        .containsEntry("bytes", jpeg(1).length)
        .containsEntry("open", true);

    assertThat(entry(replay("reason=model-unknown"), "notReplayed", key))
        .hasEntrySatisfying(
            "why",
            why -> assertThat((String) why).startsWith("would be refused again (model-unknown): "));
    promote("letters-later");
    awaitServed("letters-later");
    assertThat(replay("reason=model-unknown").getInt("replayed")).isPositive();

    installation.await(Topic.CLASSIFICATIONS, key, 1);
    assertThat(letter(key, "")).isNull();
    assertThat(letter(key, "all=true"))
        .containsEntry("open", false)
        .containsEntry("why", "replayed since");
    assertThat(replay("reason=model-unknown").getInt("replayed")).isZero();
    List<ConsumerRecord<byte[], byte[]>> requests =
        installation.read(Topic.CLASSIFICATION_REQUESTS, key);
    assertThat(requests).hasSize(2);
    assertThat(requests.get(1).value()).isEqualTo(jpeg(1));
    assertThat(requests.get(1).headers())
        .extracting(header -> header.key())
        .containsExactly("model", "ce_id");
    assertThat(installation.read(Topic.CLASSIFICATIONS, key)).hasSize(1);
    when()
        .get("/q/metrics")
        .then()
        .body(
            containsString(
                "streamsight_dead_letters_replayed_total{topic=\"classification-requests\"}"));
  }

  @Test
  void shouldLeaveWhatWouldBeRefusedAgainAndWhatLacksItsBytes() {
    installation.request("letters-half", truncated(3), "model", MODEL);
    installation.await(Topic.CLASSIFICATION_REQUESTS_DLQ, "letters-half", 1);
    writeLetter("letters-omitted", null, 1_000_001, "dlq-omitted-bytes", "20000000");
    installation.write(
        new ProducerRecord<>(
            Topic.CLASSIFICATION_REQUESTS_DLQ.baseName(), bytes("letters-strange"), jpeg(1)));

    JsonPath replayed = replay("");

    assertThat(why(replayed, "letters-half"))
        .startsWith("would be refused again (image-truncated)");
    assertThat(why(replayed, "letters-omitted"))
        .isEqualTo("its value of 20000000 bytes was too long to be kept: publish it again");
    assertThat(why(replayed, "letters-strange")).startsWith("has no dlq-* headers");
    assertThat(replayed.getInt("notReplayedCount")).isGreaterThanOrEqualTo(3);
    assertThat(installation.read(Topic.CLASSIFICATION_REQUESTS, "letters-half")).hasSize(1);
    assertThat(letter("letters-half", "")).containsEntry("open", true);
    assertThat(letter("letters-omitted", "")).isNull();
    assertThat(letter("letters-omitted", "all=true")).containsEntry("open", false);
  }

  @Test
  void shouldNeitherLoseNorRepeatALetterWhoseReplayWasKilled() {
    String key = "letters-killed";
    writeLetter(key, jpeg(4), 1_000_002);
    try (KafkaProducer<byte[], byte[]> killed = transactional("inference-replay")) {
      killed.initTransactions();
      killed.beginTransaction();
      var record = new ProducerRecord<>(REQUESTS, bytes(key), jpeg(4));
      record.headers().add("model", bytes(MODEL));
      killed.send(record);
      killed.flush();

      assertThat(replay("reason=model-runtime").getInt("replayed")).isPositive();

      assertThatThrownBy(killed::commitTransaction).isInstanceOf(KafkaException.class);
    }
    installation.await(Topic.CLASSIFICATIONS, key, 1);
    assertThat(replay("reason=model-runtime").getInt("replayed")).isZero();
    // What comes later in the partition is answered later: nothing is on its way any more.
    installation.request(key, jpeg(5), "model", MODEL);
    assertThat(installation.await(Topic.CLASSIFICATIONS, key, 2)).hasSize(2);
  }

  @Test
  void shouldReplayALetterOnceThatWasWrittenTwiceAndOpenItAnewWhenItIsRefusedAgain() {
    // Without a key the copies may stand in different partitions, as a restart can leave them.
    writeLetter(null, jpeg(6), 1_000_003, "ce_id", "twice", "dlq-reason", "model-signature");
    writeLetter(null, jpeg(6), 1_000_003, "ce_id", "twice", "dlq-reason", "model-signature");

    assertThat(replay("reason=model-signature").getInt("replayed")).isEqualTo(1);
    assertThat(replay("reason=model-signature").getInt("replayed")).isZero();

    writeLetter(null, jpeg(6), 1_000_004, "ce_id", "twice", "dlq-reason", "model-signature");
    assertThat(list("reason=model-signature").getInt("byReason.model-signature")).isEqualTo(1);
    assertThat(list("reason=model-signature&all=true").getList("letters.open"))
        .containsExactlyInAnyOrder(true, false, false);
  }

  @Test
  void shouldTellLettersApartWhoseTopicWasMadeAnew() {
    String key = "letters-anew";
    writeLetter(key, jpeg(7), 1_000_005, "dlq-reason", "model-missing");
    assertThat(replay("reason=model-missing").getInt("replayed")).isEqualTo(1);

    writeLetter(key, jpeg(7), 1_000_005, "dlq-reason", "model-missing", "dlq-timestamp", "2000");

    assertThat(letter(key, "")).containsEntry("timestamp", 2000).containsEntry("open", true);
    assertThat(replay("reason=model-missing").getInt("replayed")).isEqualTo(1);
    assertThat(list("reason=model-missing").getList("letters")).isEmpty();
  }

  @Test
  void shouldLeaveWhatItsTopicWouldNotTakeAsAnAnswer() {
    String key = "letters-long".repeat(100_000);
    installation.request(key, jpeg(8), "model", MODEL);
    installation.await(Topic.CLASSIFICATION_REQUESTS_DLQ, key, 1);

    JsonPath replayed = replay("reason=answer-too-large");

    assertThat(replayed.getInt("replayed")).isZero();
    assertThat(why(replayed, key.substring(0, 1_000) + "..."))
        .startsWith("would be refused again (answer-too-large): ");
  }

  @Test
  void shouldDismissWhatCanNeverPass() {
    installation.request("letters-hopeless", truncated(9), "model", MODEL);
    installation.await(Topic.CLASSIFICATION_REQUESTS_DLQ, "letters-hopeless", 1);
    writeLetter("letters-lost", null, 1_000_006, "dlq-omitted-bytes", "20000000");
    installation.write(
        new ProducerRecord<>(
            Topic.CLASSIFICATION_REQUESTS_DLQ.baseName(), bytes("letters-foreign"), jpeg(9)));

    assertThat(dismiss("reason=image-truncated&by=ann").getInt("dismissed")).isPositive();
    assertThat(letter("letters-hopeless", "")).isNull();
    assertThat(letter("letters-hopeless", "all=true"))
        .containsEntry("open", false)
        .containsEntry("why", "dismissed by ann");
    assertThat(why(replay(""), "letters-lost")).startsWith("its value of 20000000 bytes");

    assertThat(dismiss("by=bob").getInt("dismissed")).isGreaterThanOrEqualTo(2);
    assertThat(letter("letters-lost", "all=true")).containsEntry("why", "dismissed by bob");
    assertThat(letter("letters-foreign", "all=true")).containsEntry("why", "dismissed by bob");
    assertThat(letter("letters-hopeless", "all=true")).containsEntry("why", "dismissed by ann");
    assertThat(replay("").getInt("notReplayedCount")).isZero();
    assertThat(dismiss("by=bob").getInt("dismissed")).isZero();
    assertThat(installation.read(Topic.CLASSIFICATION_REQUESTS, "letters-hopeless")).hasSize(1);
  }

  private void writeLetter(String key, byte[] value, long offset, String... headers) {
    Letters.write(installation, MODEL, key, value, offset, headers);
  }

  private KafkaProducer<byte[], byte[]> transactional(String id) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", bootstrapServers, "transactional.id", id),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}

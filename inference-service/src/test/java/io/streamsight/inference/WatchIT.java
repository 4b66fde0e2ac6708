package io.streamsight.inference;

import static io.restassured.RestAssured.get;
import static io.streamsight.inference.Fixtures.FIRST;
import static io.streamsight.inference.Fixtures.SECOND;
import static io.streamsight.inference.Fixtures.jpeg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.serving.ServingEvent;
import io.streamsight.contract.topic.Topic;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
@WithTestResource(BrokerResource.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchIT {
  private static final String MODEL = "watch-served";
  private static final String OTHER = "watch-elsewhere";
  private static final String CLASSIFICATIONS = Topic.CLASSIFICATIONS.baseName();

  @TestHTTPResource("/classifications/events")
  URI events;

  private Installation installation;

  @BeforeAll
  void connect() {
    installation =
        new Installation(
            ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    installation.publish(MODEL, FIRST);
    installation.champion(MODEL, null, 1);
  }

  @BeforeEach
  void awaitTheModel() {
    await()
        .atMost(Installation.PATIENCE)
        .until(() -> get("/models").jsonPath().getList("name").contains(MODEL));
  }

  @AfterAll
  void disconnect() {
    installation.close();
  }

  @Test
  void shouldTellOfEveryAnswerFromNowOnWhoeverWroteIt() throws Exception {
    answer(OTHER, "watch-before");
    try (var all = new EventStream(events);
        var one = new EventStream(URI.create(events + "?model=" + MODEL))) {
      installation.request("watch-ours", jpeg(1), "model", MODEL);
      answer(OTHER, "watch-theirs");

      assertThat(List.of(all.nextAnswer().imageId(), all.nextAnswer().imageId()))
          .containsExactlyInAnyOrder("watch-ours", "watch-theirs");
      EventStream.Message ours = one.nextAnswer();
      ConsumerRecord<byte[], byte[]> record =
          installation.await(Topic.CLASSIFICATIONS, "watch-ours", 1).get(0);
      assertThat(ours.data()).isEqualTo(new String(record.value(), StandardCharsets.UTF_8));
      assertThat(ours.id()).isEqualTo(Event.header(record.headers(), "ce_id"));
      assertThat(ours.name()).isNull();
    }
  }

  @Test
  void shouldTellOfSwapsThoughNothingIsAnswered() throws Exception {
    String model = "watch-swapped";
    installation.serve(model, FIRST);
    installation.publish(model, SECOND);
    try (var watch = new EventStream(URI.create(events + "?model=" + model))) {
      installation.champion(model, 1, 2);

      EventStream.Message swap = watch.next();
      assertThat(swap.name()).isEqualTo("serving");
      ConsumerRecord<byte[], byte[]> record =
          installation.await(Topic.SERVING_EVENTS, model, 2).get(1);
      assertThat(swap.data()).isEqualTo(new String(record.value(), StandardCharsets.UTF_8));
      assertThat(swap.id()).isEqualTo(Event.header(record.headers(), "ce_id"));
      ServingEvent event = Installation.json(record, ServingEvent.class);
      assertThat(event.version()).isEqualTo(2);
      assertThat(event.before()).isEqualTo(1);
    }
  }

  @Test
  void shouldRefuseAnEmptyModelAndWhatIsNoParameter() throws Exception {
    assertRefused("model=", "model is empty");
    assertRefused("mdoel=m", "'mdoel' is no parameter here: [model]");
  }

  private void assertRefused(String query, String why) throws Exception {
    var connection = (HttpURLConnection) URI.create(events + "?" + query).toURL().openConnection();
    assertThat(connection.getResponseCode()).isEqualTo(400);
    assertThat(new String(connection.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains(why);
  }

  /** Interrupted, it ends as it would by an error of ours. */
  @ParameterizedTest
  @EnumSource(
      value = Topic.class,
      names = {"CLASSIFICATIONS", "SERVING_EVENTS"})
  void shouldEndItsWatchersWithTheReaderAndStartAnew(Topic topic) throws Exception {
    String reader = "tail-" + topic.baseName();
    // Those of other tests may still be closing.
    await().atMost(Installation.PATIENCE).until(() -> thread(reader).isEmpty());
    try (var watch = new EventStream(events)) {
      thread(reader).orElseThrow().interrupt();
      assertThatThrownBy(watch::nextAnswer).hasMessageContaining("ended the stream");
    }
    try (var watch = new EventStream(events)) {
      answer(OTHER, "watch-anew");
      assertThat(watch.nextAnswer().imageId()).isEqualTo("watch-anew");
    }
  }

  @Test
  void shouldPassOverWhatIsNoAnswer() throws Exception {
    try (var watch = new EventStream(events)) {
      byte[] key = "watch-bad".getBytes(StandardCharsets.UTF_8);
      installation.write(new ProducerRecord<>(CLASSIFICATIONS, key, "no JSON".getBytes()));
      installation.write(new ProducerRecord<>(CLASSIFICATIONS, key, null));
      answer(OTHER, "watch-good");
      assertThat(watch.nextAnswer().imageId()).isEqualTo("watch-good");
    }
  }

  @Test
  void shouldDropTheOldestForAClientThatDoesNotReadAndSayHowMany() throws Exception {
    int count = 60;
    String padding = "x".repeat(500_000);
    try (var slow = new EventStream(URI.create(events + "?model=" + OTHER))) {
      // 30 MB: more than the service may hold and sockets take.
      for (int i = 0; i < count; i++) {
        answer(OTHER, i + padding);
      }
      try (var quick = new EventStream(events)) {
        // Behind the others in its partition: when one watcher is told, the other has been too.
        answer(OTHER, "watch-end");
        while (!quick.nextAnswer().imageId().equals("watch-end")) {
          continue;
        }
      }
      List<EventStream.Message> told = new ArrayList<>();
      long dropped = 0;
      while (told.size() + dropped < count + 1) {
        EventStream.Message message = slow.next();
        if ("dropped".equals(message.name())) {
          dropped += Json.MAPPER.readTree(message.data()).get("dropped").longValue();
        } else {
          told.add(message);
        }
      }
      assertThat(dropped).isPositive();
      assertThat(told.get(told.size() - 1).imageId()).isEqualTo("watch-end");
    }
  }

  @Test
  void shouldTakeSoManyWatchersAndForgetThoseThatGo() throws Exception {
    List<EventStream> watching = new ArrayList<>();
    try {
      // Those of other tests may not be forgotten yet.
      await().atMost(Installation.PATIENCE).until(() -> !followsTheTopic());
      for (int i = 0; i < 3; i++) {
        watching.add(new EventStream(events));
      }
      assertThat(followsTheTopic()).isTrue();
      get("/classifications/events")
          .then()
          .statusCode(503)
          .contentType("application/problem+json")
          .body("type", containsString("overloaded"))
          .body("detail", containsString("streamsight.inference.max-watchers"));

      watching.remove(0).close();
      await()
          .atMost(Installation.PATIENCE)
          .ignoreExceptions()
          .until(() -> watching.add(new EventStream(events)));
    } finally {
      watching.forEach(EventStream::close);
    }
    await().atMost(Installation.PATIENCE).until(() -> !followsTheTopic());
  }

  private static boolean followsTheTopic() {
    return thread("tail-" + CLASSIFICATIONS).isPresent();
  }

  private static Optional<Thread> thread(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .findAny();
  }

  /** An answer of another replica. */
  private void answer(String model, String imageId) {
    var classification =
        new Classification(imageId, "cat", Map.of("cat", 1f), model, 1, null, 1, 2, 3, "cpu", null);
    installation.write(
        Event.json(EventType.CLASSIFICATION, "watch", "/test", classification)
            .toRecord(CLASSIFICATIONS));
  }
}

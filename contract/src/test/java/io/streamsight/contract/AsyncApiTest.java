package io.streamsight.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.deadletter.Letter;
import io.streamsight.contract.deadletter.Settlement;
import io.streamsight.contract.event.DeadLetter;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.registry.Proposal;
import io.streamsight.contract.run.Lease;
import io.streamsight.contract.run.TrainingEvent;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.contract.serving.ServingEvent;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The published description of the topics must say what the code does. */
class AsyncApiTest {
  private static final Map<String, Class<?>> RECORDS =
      Stream.of(
              IndexRecord.class,
              SplitAssignment.class,
              TrainingRequest.class,
              Proposal.class,
              Lease.class,
              TrainingEvent.class,
              Classification.class,
              ServingEvent.class)
          .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

  private final JsonNode api;

  AsyncApiTest() throws IOException {
    api = new ObjectMapper(new YAMLFactory()).readTree(Path.of("asyncapi.yaml").toFile());
  }

  @Test
  void shouldDescribeEveryTopicWithItsPartitions() {
    Map<String, Integer> described = new HashMap<>();
    api.get("channels")
        .forEach(
            channel ->
                described.put(
                    channel.get("address").textValue(),
                    channel.at("/bindings/kafka/partitions").intValue()));
    assertThat(described)
        .isEqualTo(
            Arrays.stream(Topic.values())
                .collect(Collectors.toMap(Topic::baseName, Topic::partitions)));
  }

  @Test
  void shouldReferToMessagesThatExist() {
    for (JsonNode channel : api.get("channels")) {
      for (JsonNode message : channel.get("messages")) {
        assertThat(api.at(message.get("$ref").textValue().substring(1)).isMissingNode()).isFalse();
      }
    }
  }

  @Test
  void shouldShowExamplesThatTheRecordsReadWhole() throws IOException {
    ObjectMapper strict =
        Json.MAPPER.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    Set<String> shown = new TreeSet<>();
    for (JsonNode message : jsonMessages()) {
      ApiSchema schema = ApiSchema.of(api, message.get("payload"));
      for (JsonNode example : message.get("examples")) {
        JsonNode payload = example.get("payload");
        String name = message.get("x-record").textValue() + "." + example.get("name").textValue();
        assertThat(schema.faults(payload)).as(name).isEmpty();
        Object read = strict.treeToValue(payload, record(message));
        // What is written is described too, and has all that the schema requires.
        assertThat(schema.faults(Json.MAPPER.valueToTree(read))).as(name).isEmpty();
        shown.add(read.getClass().getSimpleName());
      }
    }
    assertThat(shown).containsAll(recordsWritten());
  }

  @Test
  void shouldDescribeEveryPropertyThatTheRecordsWrite() {
    for (JsonNode message : jsonMessages()) {
      ApiSchema schema = ApiSchema.of(api, message.get("payload"));
      assertThat(RecordShape.faults(record(message), schema)).isEmpty();
    }
  }

  @Test
  void shouldNoticeAPropertyThatIsNotDescribed() throws IOException {
    ApiSchema lease = ApiSchema.of(api, api.at("/components/schemas/lease"));
    record LeaseOfTomorrow(String worker, boolean released, int attempt) {}

    assertThat(RecordShape.faults(LeaseOfTomorrow.class, lease)).hasSize(1);
    assertThat(lease.faults(Json.MAPPER.readTree("{\"worker\":\"w\",\"attempt\":1}")))
        .containsExactly("value lacks released", "value.attempt is not declared");
  }

  @Test
  void shouldDescribeTheHeadersOfEveryEvent() {
    Map<String, EventType> events =
        Arrays.stream(EventType.values())
            .collect(Collectors.toMap(EventType::type, Function.identity()));
    for (JsonNode message : api.at("/components/messages")) {
      ApiSchema headers = ApiSchema.of(api, message.path("headers"));
      ApiSchema type = headers.properties().get("ce_type");
      if (type != null) {
        EventType event = events.remove(type.constant());
        assertThat(event).as(type.constant()).isNotNull();
        String contentType = event.contentType() == null ? "image/png" : event.contentType();
        ProducerRecord<byte[], byte[]> record =
            Event.of(event, "key", "/streamsight/test", contentType, new byte[0]).toRecord("any");
        assertThat(headers.faults(headers(record))).as(type.constant()).isEmpty();
      }
    }
    assertThat(events).as("types that no message describes").isEmpty();
  }

  @Test
  void shouldDescribeExactlyTheHeadersOfDeadLetters() {
    ApiSchema described =
        ApiSchema.of(api, api.at("/components/messages/deadLetter").get("headers"));

    JsonNode whole = headers(letter(new byte[10]));
    assertThat(described.faults(whole)).isEmpty();
    assertThat(names(whole)).isEqualTo(described.required());

    byte[] tooLarge = new byte[TopicSettings.LOCAL.maxDeadLetterBytes()];
    ProducerRecord<byte[], byte[]> bare = letter(tooLarge, tooLarge);
    assertThat(bare.key()).isNull();
    assertThat(bare.value()).isNull();
    assertThat(described.faults(headers(bare))).isEmpty();
    assertThat(names(headers(bare))).isEqualTo(described.properties().keySet());

    ProducerRecord<byte[], byte[]> withoutValue = letter(new byte[] {'a'}, tooLarge);
    assertThat(withoutValue.key()).isEqualTo(new byte[] {'a'});
    assertThat(withoutValue.value()).isNull();
  }

  @Test
  void shouldDescribeExactlyTheHeadersOfNotesOnDeadLetters() {
    ApiSchema described =
        ApiSchema.of(api, api.at("/components/messages/settlement").get("headers"));
    ProducerRecord<byte[], byte[]> letter = letter(new byte[10]);
    ConsumerRecord<byte[], byte[]> read =
        new ConsumerRecord<>(letter.topic(), 1, 4, letter.key(), letter.value());
    letter.headers().forEach(read.headers()::add);

    ProducerRecord<byte[], byte[]> note = Settlement.replayed(Letter.of(read));
    assertThat(described.faults(headers(note))).isEmpty();
    assertThat(names(headers(note))).isEqualTo(described.required());

    note = Settlement.dismissed(Letter.of(read), "ann");
    assertThat(described.faults(headers(note))).isEmpty();
    assertThat(names(headers(note))).isEqualTo(described.properties().keySet());
    assertThat(note.partition()).isEqualTo(1);
    assertThat(note.key()).isEqualTo(letter.key());
    assertThat(note.value()).isNull();
  }

  private List<JsonNode> jsonMessages() {
    List<JsonNode> messages = new ArrayList<>();
    api.at("/components/messages")
        .forEach(
            message -> {
              boolean json = "application/json".equals(message.get("contentType").textValue());
              assertThat(message.has("x-record")).as(message.toString()).isEqualTo(json);
              if (json) {
                messages.add(message);
              }
            });
    assertThat(messages).hasSize(RECORDS.size());
    return messages;
  }

  private static Class<?> record(JsonNode message) {
    return RECORDS.get(message.get("x-record").textValue());
  }

  /** Each kind of a sealed one by itself, but for what later releases may write. */
  private static Set<String> recordsWritten() {
    return RECORDS.values().stream()
        .flatMap(
            type ->
                type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()) : Stream.of(type))
        .filter(type -> type != Proposal.Unknown.class)
        .map(Class::getSimpleName)
        .collect(Collectors.toSet());
  }

  private static ProducerRecord<byte[], byte[]> letter(byte[] value) {
    return letter(new byte[] {'a'}, value);
  }

  private static ProducerRecord<byte[], byte[]> letter(byte[] key, byte[] value) {
    return DeadLetter.of(
        new ConsumerRecord<>("images", 3, 17, key, value),
        Reason.IMAGE_TRUNCATED,
        "no end marker",
        Topic.IMAGES_DLQ,
        TopicSettings.LOCAL);
  }

  private static JsonNode headers(ProducerRecord<byte[], byte[]> record) {
    ObjectNode headers = Json.MAPPER.createObjectNode();
    record
        .headers()
        .forEach(h -> headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
    return headers;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}

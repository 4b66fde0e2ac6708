package io.streamsight.inference;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.streamsight.contract.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The dead letters of requests, as a user sees them over HTTP. */
final class Letters {
  private Letters() {}

  /** As another release may have refused it; {@code headers} are names and values in turn. */
  static void write(
      Installation installation,
      String model,
      String key,
      byte[] value,
      long offset,
      String... headers) {
    var letter =
        new ProducerRecord<>(
            Topic.CLASSIFICATION_REQUESTS_DLQ.baseName(), key == null ? null : bytes(key), value);
    Map.of(
            "model", model,
            "dlq-reason", "model-runtime",
            "dlq-detail", "a marker that the decoder did not know",
            "dlq-topic", Topic.CLASSIFICATION_REQUESTS.baseName(),
            "dlq-partition", "0",
            "dlq-offset", String.valueOf(offset),
            "dlq-timestamp", "1000")
        .forEach((name, text) -> letter.headers().add(name, bytes(text)));
    for (int i = 0; i < headers.length; i += 2) {
      letter.headers().add(headers[i], bytes(headers[i + 1]));
    }
    installation.write(letter);
  }

  static String path(String more, String query) {
    return "/dead-letters/classification-requests" + more + (query.isEmpty() ? "" : "?" + query);
  }

  static JsonPath list(String query) {
    return given().get(path("", query)).then().statusCode(200).extract().jsonPath();
  }

  static JsonPath replay(String query) {
    return given().post(path("/replay", query)).then().statusCode(200).extract().jsonPath();
  }

  static JsonPath dismiss(String query) {
    return given().post(path("/dismiss", query)).then().statusCode(200).extract().jsonPath();
  }

  static Map<String, Object> letter(String key, String query) {
    return entry(list(query), "letters", key);
  }

  static String why(JsonPath replayed, String key) {
    return (String) entry(replayed, "notReplayed", key).get("why");
  }

  /** The first with this key; null for none. */
  static Map<String, Object> entry(JsonPath json, String list, String key) {
    return json.<Map<String, Object>>getList(list).stream()
        .filter(letter -> Objects.equals(letter.get("key"), key))
        .findFirst()
        .orElse(null);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

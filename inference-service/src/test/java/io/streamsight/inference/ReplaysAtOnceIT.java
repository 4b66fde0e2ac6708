package io.streamsight.inference;

import static io.streamsight.inference.Fixtures.FIRST;
import static io.streamsight.inference.Fixtures.PETS;
import static io.streamsight.inference.Fixtures.jpeg;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import io.streamsight.contract.topic.Topic;
import io.streamsight.local.EmbeddedBroker;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Several replays of the same letters, in one process and in two. */
class ReplaysAtOnceIT {
  private static final String KEY = "letter.";
  private static final int LETTERS = 300;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void shouldPublishEachLetterOnce() throws Exception {
    try (var broker = EmbeddedBroker.startTemporary();
        var installation = new Installation(broker.bootstrapServers());
        var one = InferenceProcess.start(broker.bootstrapServers(), Map.of());
        var other = InferenceProcess.start(broker.bootstrapServers(), Map.of())) {
      installation.publish(PETS, FIRST);
      installation.champion(PETS, null, 1);
      one.awaitReady();
      other.awaitReady();
      for (int i = 0; i < LETTERS; i++) {
        installation.write(letter(i));
      }

      List<HttpResponse<String>> answers =
          Stream.of(one, other, one, other)
              .map(process -> http.sendAsync(replay(process), BodyHandlers.ofString()))
              .toList()
              .stream()
              .map(answer -> answer.join())
              .toList();

      for (HttpResponse<String> answer : answers) {
        if (answer.statusCode() != 200) {
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
          assertThat(answer.body()).contains("Another replay or dismissal has begun");
        }
      }
      assertThat(answers).as("the last one to begin").anyMatch(a -> a.statusCode() == 200);
      assertThat(installation.read(Topic.CLASSIFICATION_REQUESTS, KEY))
          .extracting(Installation::key)
          .doesNotHaveDuplicates()
          .hasSize(LETTERS);
      HttpResponse<String> again = http.send(replay(one), BodyHandlers.ofString());
      assertThat(JsonPath.from(again.body()).getInt("replayed")).isZero();
      installation.await(Topic.CLASSIFICATIONS, KEY, LETTERS);
    }
  }

  private static HttpRequest replay(InferenceProcess process) {
    return HttpRequest.newBuilder(process.uri("/dead-letters/classification-requests/replay"))
        .POST(BodyPublishers.noBody())
        .build();
  }

  /** As of a request that an earlier release refused. */
  private static ProducerRecord<byte[], byte[]> letter(int number) {
    var letter =
        new ProducerRecord<>(
            Topic.CLASSIFICATION_REQUESTS_DLQ.baseName(),
            bytes("%s%03d".formatted(KEY, number)),
            jpeg(number % 10));
    Map.of(
            "dlq-reason", "image-corrupt",
            "dlq-detail", "a marker that the decoder did not know",
            "dlq-topic", Topic.CLASSIFICATION_REQUESTS.baseName(),
            "dlq-partition", "0",
            "dlq-offset", String.valueOf(1_000_000 + number),
            "dlq-timestamp", "1000")
        .forEach((name, text) -> letter.headers().add(name, bytes(text)));
    return letter;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

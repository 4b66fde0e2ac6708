package io.streamsight.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.registry.Proposal;
import io.streamsight.contract.run.Lease;
import io.streamsight.contract.run.TrainingEvent;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.contract.topic.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
              Classification.class)
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
    int examples = 0;
    for (JsonNode message : api.at("/components/messages")) {
      if (message.has("x-record")) {
        Class<?> type = RECORDS.get(message.get("x-record").textValue());
        for (JsonNode example : message.get("examples")) {
          assertThat(strict.treeToValue(example.get("payload"), type)).isNotNull();
          examples++;
        }
      }
    }
    assertThat(examples).isGreaterThanOrEqualTo(RECORDS.size());
  }
}

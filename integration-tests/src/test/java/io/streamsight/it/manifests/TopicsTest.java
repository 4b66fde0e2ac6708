package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The topics that Strimzi makes are the contract's, with those very settings. */
class TopicsTest {
  private final Manifests manifests = Manifests.of("overlays/strimzi");

  @Test
  void shouldMakeEveryTopicAsTheContractHasIt() throws Exception {
    TopicSettings settings = ServiceSettings.installation(manifests.settings()).topicSettings();
    assertThat(settings.replicationFactor()).isEqualTo((short) 3);
    assertThat(manifests.settings()).containsEntry("STREAMSIGHT_TOPICS", "verify");

    assertThat(manifests.all(KafkaTopic.class))
        .extracting(topic -> topic.getMetadata().getName())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Topic.values()).map(settings::name).toList());
    for (Topic declared : Topic.values()) {
      KafkaTopic topic = manifests.named(settings.name(declared), KafkaTopic.class);
      assertThat(topic.getSpec().getTopicName()).isNull();
      assertThat(topic.getSpec().getPartitions())
          .as(declared + "")
          .isEqualTo(declared.partitions());
      assertThat(topic.getSpec().getReplicas()).isEqualTo((int) settings.replicationFactor());
      assertThat(text(topic.getSpec().getConfig()))
          .as(settings.name(declared))
          .containsExactlyInAnyOrderEntriesOf(declared.configs(settings));
    }
  }

  @Test
  void shouldBelongToTheOneClusterThatTheServicesAreToldOf() {
    Kafka kafka = manifests.all(Kafka.class).get(0);
    assertThat(manifests.settings())
        .containsEntry(
            "KAFKA_BOOTSTRAP_SERVERS", kafka.getMetadata().getName() + "-kafka-bootstrap:9093");
    assertThat(kafka.getSpec().getKafka().getListeners())
        .hasSize(1)
        .allSatisfy(
            listener -> {
              assertThat(listener.getPort()).isEqualTo(9093);
              assertThat(listener.isTls()).isTrue();
              assertThat(listener.getAuth().getType()).isEqualTo("scram-sha-512");
            });
    assertThat(kafka.getSpec().getKafka().getAuthorization().getType()).isEqualTo("simple");
    assertThat(
            Stream.of(KafkaNodePool.class, KafkaTopic.class, KafkaUser.class)
                .flatMap(type -> manifests.all(type).stream()))
        .isNotEmpty()
        .extracting(object -> ((HasMetadata) object).getMetadata().getLabels())
        .allSatisfy(
            labels ->
                assertThat(labels)
                    .containsEntry("strimzi.io/cluster", kafka.getMetadata().getName()));
  }

  private static Map<String, String> text(Map<String, Object> config) {
    return config.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
  }
}

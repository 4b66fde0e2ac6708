package io.streamsight.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TopicTest {
  private static final TopicSettings THREE_BROKERS =
      new TopicSettings("blue-", 1_000_000, 5_000_000, (short) 3);

  @Test
  void shouldNameTopicsWithTheInstallationsPrefix() {
    assertThat(THREE_BROKERS.name(Topic.IMAGES)).isEqualTo("blue-images");
    assertThatThrownBy(() -> new TopicSettings("a b", 2000, 2000, (short) 1))
        .hasMessageContaining("a b");
  }

  @Test
  void shouldDeriveEveryRecordLimitFromTheLargestImageAndModel() {
    assertThat(limit(Topic.IMAGES)).isGreaterThan(1_000_000);
    assertThat(limit(Topic.CLASSIFICATION_REQUESTS)).isEqualTo(limit(Topic.IMAGES));
    assertThat(limit(Topic.IMAGES_DLQ)).isEqualTo(limit(Topic.IMAGES) + 64 * 1024);
    assertThat(limit(Topic.MODELS)).isGreaterThan(5_000_000);
    assertThat(limit(Topic.TRAINING_CHECKPOINTS)).isEqualTo(limit(Topic.MODELS));
  }

  private static int limit(Topic topic) {
    return Integer.parseInt(topic.configs(THREE_BROKERS).get("max.message.bytes"));
  }

  @Test
  void shouldKeepWhatHistoryFollowsFromForever() {
    for (Topic topic : new Topic[] {Topic.REGISTRY, Topic.IMAGE_INDEX, Topic.IMAGE_SPLITS}) {
      assertThat(topic.configs(THREE_BROKERS))
          .containsEntry("cleanup.policy", "delete")
          .containsEntry("retention.ms", "-1");
    }
    assertThat(Topic.REGISTRY.partitions()).isEqualTo(1);
  }

  @Test
  void shouldCompactImagesWithinAWeekSoThatErasingReachesTheLog() {
    assertThat(Topic.IMAGES.configs(THREE_BROKERS))
        .containsEntry("cleanup.policy", "compact")
        .containsEntry("max.compaction.lag.ms", "604800000")
        .doesNotContainKey("retention.ms");
  }

  @Test
  void shouldForgetCheckpointsSoonOfWhichOnlyTheLastIsRead() {
    assertThat(Topic.TRAINING_CHECKPOINTS.configs(THREE_BROKERS))
        .containsEntry("cleanup.policy", "compact")
        .containsEntry("min.compaction.lag.ms", "0")
        .containsEntry("segment.bytes", String.valueOf(128 << 20));
    TopicSettings large = new TopicSettings("", 1 << 20, Integer.MAX_VALUE / 2, (short) 1);
    assertThat(Topic.TRAINING_CHECKPOINTS.configs(large))
        .containsEntry("segment.bytes", String.valueOf(Integer.MAX_VALUE));
  }

  @Test
  void shouldTimeLeasesByTheBrokersClock() {
    assertThat(Topic.RUN_LEASES.configs(THREE_BROKERS))
        .containsEntry("message.timestamp.type", "LogAppendTime");
  }

  @Test
  void shouldAskForTwoInSyncReplicasWhereThereAreThree() {
    assertThat(Topic.REGISTRY.configs(THREE_BROKERS)).containsEntry("min.insync.replicas", "2");
    assertThat(Topic.REGISTRY.configs(TopicSettings.LOCAL))
        .containsEntry("min.insync.replicas", "1");
  }
}

package io.streamsight.contract.topic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every topic, declared once: partitions, cleanup, retention, size of a record. */
public enum Topic {
  IMAGES("images", 12, Kept.COMPACTED, Size.IMAGE),
  IMAGES_DLQ("images-dlq", 3, Kept.days(14), Size.IMAGE_DEAD_LETTER),
  IMAGE_INDEX("image-index", 12, Kept.FOREVER, Size.SMALL),
  IMAGE_SPLITS("image-splits", 12, Kept.FOREVER, Size.SMALL),
  IMAGE_SPLITS_DLQ("image-splits-dlq", 3, Kept.days(14), Size.SMALL_DEAD_LETTER),
  TRAINING_REQUESTS("training-requests", 3, Kept.days(30), Size.SMALL),
  TRAINING_REQUESTS_DLQ("training-requests-dlq", 3, Kept.days(14), Size.SMALL_DEAD_LETTER),
  /** One partition: Kafka's order numbers the decisions. */
  REGISTRY("registry", 1, Kept.FOREVER, Size.SMALL),
  RUN_LEASES("run-leases", 1, Kept.COMPACTED, Size.SMALL),
  TRAINING_EVENTS("training-events", 3, Kept.days(90), Size.SMALL),
  TRAINING_CHECKPOINTS("training-checkpoints", 3, Kept.COMPACTED, Size.MODEL),
  MODELS("models", 3, Kept.COMPACTED, Size.MODEL),
  CLASSIFICATION_REQUESTS("classification-requests", 12, Kept.days(3), Size.IMAGE),
  CLASSIFICATION_REQUESTS_DLQ(
      "classification-requests-dlq", 3, Kept.days(14), Size.IMAGE_DEAD_LETTER),
  CLASSIFICATIONS("classifications", 12, Kept.days(7), Size.SMALL),
  SERVING_EVENTS("serving-events", 3, Kept.days(90), Size.SMALL);

  /** What the log keeps: a time, everything, or the last record of each key. */
  record Kept(boolean compacted, Duration retention) {
    static final Kept FOREVER = new Kept(false, null);
    static final Kept COMPACTED = new Kept(true, null);

    static Kept days(int days) {
      return new Kept(false, Duration.ofDays(days));
    }
  }

  enum Size {
    SMALL,
    SMALL_DEAD_LETTER,
    IMAGE,
    IMAGE_DEAD_LETTER,
    MODEL
  }

  /** Compaction never touches the segment that is being written. */
  private static final long MIN_SEGMENT_BYTES = 128 << 20;

  private final String baseName;
  private final int partitions;
  private final Kept kept;
  private final Size size;

  Topic(String baseName, int partitions, Kept kept, Size size) {
    this.baseName = baseName;
    this.partitions = partitions;
    this.kept = kept;
    this.size = size;
  }

  /** The name without an installation's prefix. */
  public String baseName() {
    return baseName;
  }

  public int partitions() {
    return partitions;
  }

  boolean compacted() {
    return kept.compacted();
  }

  /** The largest record, bytes, before compression. */
  public int maxMessageBytes(TopicSettings settings) {
    return switch (size) {
      case SMALL -> TopicSettings.MAX_SMALL_BYTES;
      case SMALL_DEAD_LETTER -> settings.maxSmallDeadLetterBytes();
      case IMAGE -> settings.maxImageRecordBytes();
      case IMAGE_DEAD_LETTER -> settings.maxDeadLetterBytes();
      case MODEL -> settings.maxModelRecordBytes();
    };
  }

  /** The topic's configuration as Kafka's admin client takes it. */
  public Map<String, String> configs(TopicSettings settings) {
    Map<String, String> configs = new LinkedHashMap<>();
    configs.put("cleanup.policy", compacted() ? "compact" : "delete");
    if (compacted()) {
      // A reader may be away for a day; erased bytes are gone after a week at most.
      configs.put("min.compaction.lag.ms", millis(Duration.ofDays(1)));
      configs.put("max.compaction.lag.ms", millis(Duration.ofDays(7)));
    } else {
      configs.put("retention.ms", kept.retention() == null ? "-1" : millis(kept.retention()));
    }
    configs.put("max.message.bytes", String.valueOf(maxMessageBytes(settings)));
    configs.put("unclean.leader.election.enable", "false");
    configs.put("min.insync.replicas", settings.replicationFactor() >= 3 ? "2" : "1");
    if (this == TRAINING_CHECKPOINTS) {
      // Only the last of a run is ever read, and a run of an hour writes a gigabyte of them.
      long segment = Math.max(MIN_SEGMENT_BYTES, 2L * maxMessageBytes(settings));
      configs.put("segment.bytes", String.valueOf(Math.min(segment, Integer.MAX_VALUE)));
      configs.put("min.compaction.lag.ms", "0");
      configs.put("max.compaction.lag.ms", millis(Duration.ofHours(1)));
    }
    if (this == RUN_LEASES) {
      // Which claim wins follows from the broker's clock: workers' clocks may differ.
      configs.put("message.timestamp.type", "LogAppendTime");
    }
    return configs;
  }

  private static String millis(Duration duration) {
    return String.valueOf(duration.toMillis());
  }
}

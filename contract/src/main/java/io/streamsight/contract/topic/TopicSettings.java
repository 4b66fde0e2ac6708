package io.streamsight.contract.topic;

/**
 * What an installation sets once for all its topics.
 *
 * @param prefix before every topic, group and transactional id, for several installations on one
 *     cluster; may be empty
 * @param maxImageBytes the largest encoded image, in bytes
 * @param maxModelBytes the largest ONNX file or checkpoint, in bytes
 * @param replicationFactor of the topics that this installation creates
 */
public record TopicSettings(
    String prefix, int maxImageBytes, int maxModelBytes, short replicationFactor) {
  /** Room for key, headers and batch framing around a payload. */
  private static final int OVERHEAD = 64 * 1024;

  /** Of records that are neither image nor model. */
  static final int MAX_SMALL_BYTES = 1024 * 1024;

  public static final TopicSettings LOCAL =
      new TopicSettings("", 16 * 1024 * 1024, 64 * 1024 * 1024, (short) 1);

  public TopicSettings {
    if (!prefix.matches("[a-zA-Z0-9._-]*")) {
      throw new IllegalArgumentException(
          "streamsight.prefix=%s: only letters, digits, '.', '_' and '-'".formatted(prefix));
    }
    if (maxImageBytes < 1024 || maxModelBytes < 1024 || replicationFactor < 1) {
      throw new IllegalArgumentException(
          "maxImageBytes=%d and maxModelBytes=%d must be 1024 or more, replicationFactor=%d 1 or more"
              .formatted(maxImageBytes, maxModelBytes, replicationFactor));
    }
  }

  public String name(Topic topic) {
    return prefix + topic.baseName();
  }

  public int maxImageRecordBytes() {
    return maxImageBytes + OVERHEAD;
  }

  public int maxDeadLetterBytes() {
    return maxImageRecordBytes() + OVERHEAD;
  }

  public int maxSmallDeadLetterBytes() {
    return MAX_SMALL_BYTES + OVERHEAD;
  }

  public int maxModelRecordBytes() {
    return maxModelBytes + OVERHEAD;
  }
}

package io.streamsight.ingest.deadletter;

import io.streamsight.contract.topic.Topic;

/** The topics whose dead letters this service owns, by their name in a URL. */
enum DeadLetterTopic {
  IMAGES(Topic.IMAGES, Topic.IMAGES_DLQ),
  IMAGE_SPLITS(Topic.IMAGE_SPLITS, Topic.IMAGE_SPLITS_DLQ);

  private final Topic source;
  private final Topic letters;

  DeadLetterTopic(Topic source, Topic letters) {
    this.source = source;
    this.letters = letters;
  }

  static DeadLetterTopic of(String name) {
    for (DeadLetterTopic topic : values()) {
      if (topic.source.baseName().equals(name)) {
        return topic;
      }
    }
    throw new IllegalArgumentException("no dead letters of topic '%s'".formatted(name));
  }

  /** Where the refused records stood, and where a replay puts them again. */
  Topic source() {
    return source;
  }

  Topic letters() {
    return letters;
  }
}

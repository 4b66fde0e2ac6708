package io.streamsight.ingest.deadletter;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.deadletter.Letter;
import io.streamsight.contract.deadletter.LetterList;
import io.streamsight.contract.deadletter.LetterListing;
import io.streamsight.contract.deadletter.LetterLog;
import io.streamsight.contract.deadletter.LetterReading;
import io.streamsight.contract.deadletter.Standing;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.ingest.dataset.DatasetView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The dead letters, and which of them replaying can still help. */
@ApplicationScoped
class DeadLetters {
  private final LetterLog log;
  private final DatasetView view;
  private final TopicSettings settings;

  DeadLetters(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      DatasetView view,
      InstallationConfig installation) {
    this.view = view;
    this.settings = installation.topicSettings();
    this.log = new LetterLog(kafka, settings);
  }

  /**
   * @param reason of the refusal; empty for any
   * @param all closed letters too
   * @param limit how many to report; all are counted
   */
  LetterList list(DeadLetterTopic topic, Optional<Reason> reason, boolean all, int limit) {
    LetterListing listing = new LetterListing(all, limit);
    inTurn(topic, reading -> each(reading, topic, reason, listing::add));
    return listing.of(settings.name(topic.source()));
  }

  /** One request at a time. */
  void inTurn(DeadLetterTopic topic, Consumer<LetterReading> reading) {
    log.inTurn(topic.letters(), reading);
  }

  /** Hands over each letter with how it stands at that moment. */
  void each(
      LetterReading reading,
      DeadLetterTopic topic,
      Optional<Reason> reason,
      BiConsumer<Letter, Standing> reader) {
    reading.each(
        reason, () -> view.awaitEnd(LetterLog.PATIENCE), letter -> standing(topic, letter), reader);
  }

  private Standing standing(DeadLetterTopic topic, Letter letter) {
    return switch (topic) {
      case IMAGES -> Standings.ofImage(letter, view::image);
      case IMAGE_SPLITS ->
          Standings.ofAssignment(letter, key -> view.assignedAt(key.dataset(), key.imageId()));
    };
  }
}

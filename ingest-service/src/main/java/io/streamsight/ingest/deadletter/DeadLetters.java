package io.streamsight.ingest.deadletter;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.deadletter.Letter;
import io.streamsight.contract.deadletter.LetterList;
import io.streamsight.contract.deadletter.LetterListing;
import io.streamsight.contract.deadletter.LetterLog;
import io.streamsight.contract.deadletter.Standing;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.ingest.dataset.DatasetView;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

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
  LetterList list(DeadLetterTopic topic, Optional<String> reason, boolean all, int limit) {
    LetterListing listing = new LetterListing(all, limit);
    each(topic, reason, listing::add);
    return listing.of(settings.name(topic.source()));
  }

  /** Hands over each letter with how it stands at that moment. */
  void each(DeadLetterTopic topic, Optional<String> reason, BiConsumer<Letter, Standing> reader) {
    log.read(
        topic.letters(),
        reason,
        () -> view.awaitEnd(LetterLog.PATIENCE),
        letter -> standing(topic, letter),
        reader);
  }

  private Standing standing(DeadLetterTopic topic, Letter letter) {
    return switch (topic) {
      case IMAGES -> Standings.ofImage(letter, view::image);
      case IMAGE_SPLITS ->
          Standings.ofAssignment(letter, key -> view.assignedAt(key.dataset(), key.imageId()));
    };
  }
}

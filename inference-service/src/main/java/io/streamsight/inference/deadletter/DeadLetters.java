package io.streamsight.inference.deadletter;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.deadletter.Letter;
import io.streamsight.contract.deadletter.LetterList;
import io.streamsight.contract.deadletter.LetterListing;
import io.streamsight.contract.deadletter.LetterLog;
import io.streamsight.contract.deadletter.Standing;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The requests that were refused, and which of them have been replayed. */
@ApplicationScoped
class DeadLetters {
  private static final Runnable NOTHING = () -> {};

  private final LetterLog log;
  private final TopicSettings settings;

  DeadLetters(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation) {
    settings = installation.topicSettings();
    log = new LetterLog(kafka, settings);
  }

  /**
   * @param reason of the refusal; empty for any
   * @param all closed letters too
   * @param limit how many to report; all are counted
   */
  LetterList list(Optional<String> reason, boolean all, int limit) {
    LetterListing listing = new LetterListing(all, limit);
    each(reason, NOTHING, listing::add);
    return listing.of(settings.name(Topic.CLASSIFICATION_REQUESTS));
  }

  /**
   * Hands over each letter with how it stands.
   *
   * @param first runs when no other request reads, before it is settled which letters these are
   */
  void each(Optional<String> reason, Runnable first, BiConsumer<Letter, Standing> reader) {
    log.readWithSettlements(Topic.CLASSIFICATION_REQUESTS_DLQ, reason, first, reader);
  }
}

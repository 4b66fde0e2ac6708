package io.streamsight.inference.deadletter;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
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

/** The requests that were refused, and which of them are settled. */
@ApplicationScoped
class DeadLetters {
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
  LetterList list(Optional<Reason> reason, boolean all, int limit) {
    LetterListing listing = new LetterListing(all, limit);
    log.inTurn(
        Topic.CLASSIFICATION_REQUESTS_DLQ,
        reading -> reading.eachWithSettlements(reason, listing::add));
    return listing.of(settings.name(Topic.CLASSIFICATION_REQUESTS));
  }

  /**
   * Hands over each letter with how it stands, to be settled by {@code transactions}.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when the broker took only some, or
   *     another replay or dismissal took over: a repeat settles the others
   */
  void settle(
      Optional<Reason> reason,
      SettlingTransactions transactions,
      BiConsumer<Letter, Standing> reader) {
    log.inTurn(
        Topic.CLASSIFICATION_REQUESTS_DLQ,
        reading -> {
          transactions.begin();
          reading.eachWithSettlements(reason, reader);
          // Before the next one begins, which would undo it.
          transactions.finish();
        });
  }
}

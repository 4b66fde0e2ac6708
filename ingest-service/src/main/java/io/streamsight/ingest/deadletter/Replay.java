package io.streamsight.ingest.deadletter;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.deadletter.Letter;
import io.streamsight.contract.deadletter.LetterLog;
import io.streamsight.contract.deadletter.Rehearsal;
import io.streamsight.contract.deadletter.ReplayTally;
import io.streamsight.contract.deadletter.Replayed;
import io.streamsight.contract.deadletter.Standing;
import io.streamsight.contract.log.IndexerProgress;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.ingest.dataset.DatasetView;
import io.streamsight.ingest.kafka.LogWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Publishes refused records again, once what refused them has changed. It overwrites nothing that
 * was on the log under the same key when the replay began: a letter goes only while it is open by
 * all of that. What comes while it runs may end up before the letter.
 */
@ApplicationScoped
class Replay {
  private static final Logger LOG = Logger.getLogger(Replay.class);

  private final DeadLetters letters;
  private final Rehearsals rehearsals;
  private final IndexerProgress indexer;
  private final DatasetView view;
  private final LogWriter log;
  private final TopicSettings settings;
  private final MeterRegistry meters;

  Replay(
      DeadLetters letters,
      Rehearsals rehearsals,
      IndexerProgress indexer,
      DatasetView view,
      @Identifier("publisher") LogWriter log,
      InstallationConfig installation,
      MeterRegistry meters) {
    this.letters = letters;
    this.rehearsals = rehearsals;
    this.indexer = indexer;
    this.view = view;
    this.log = log;
    this.settings = installation.topicSettings();
    this.meters = meters;
  }

  /**
   * Returns when the broker has every record and, if that does not take long, the data sets too:
   * then a second replay finds nothing open.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when the indexer does not catch up, or
   *     the broker took only some: a repeat sends the others
   */
  Replayed replay(DeadLetterTopic topic, Optional<Reason> reason) {
    Round round = new Round(topic);
    try {
      letters.inTurn(
          topic,
          reading -> {
            if (topic == DeadLetterTopic.IMAGES) {
              // A newer image that waits for the indexer closes its letter too, be it of the replay
              // before this one.
              awaitIndexer();
            }
            letters.each(reading, topic, reason, round::take);
            round.sending.finish();
          });
    } finally {
      meters
          .counter("streamsight.dead-letters.replayed", "topic", topic.source().baseName())
          .increment(round.sending.acknowledged());
    }
    if (round.sending.acknowledged() > 0) {
      settle(topic);
    }
    return round.result();
  }

  private void settle(DeadLetterTopic topic) {
    try {
      if (topic == DeadLetterTopic.IMAGES) {
        awaitIndexer();
      }
      view.awaitEnd(LetterLog.PATIENCE);
    } catch (StreamsightException e) {
      LOG.infof("Replayed, but not indexed yet: %s", e.getMessage());
    }
  }

  private void awaitIndexer() {
    try {
      indexer.awaitCaughtUp(LetterLog.PATIENCE, () -> false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamsightException(Reason.UNAVAILABLE, "Interrupted while waiting", e);
    }
  }

  /** One pass over the letters. */
  private final class Round {
    private final DeadLetterTopic topic;
    private final String target;
    private final Sending sending;
    private final ReplayTally tally = new ReplayTally();

    Round(DeadLetterTopic topic) {
      this.topic = topic;
      target = settings.name(topic.source());
      sending = new Sending(log, topic.letters().maxMessageBytes(settings));
    }

    void take(Letter letter, Standing standing) {
      if (standing instanceof Standing.Unreplayable) {
        tally.leave(letter, standing, standing.why());
      } else if (standing instanceof Standing.Open) {
        if (rehearsals.of(topic, letter) instanceof Rehearsal.Fails fails) {
          tally.leave(letter, standing, fails.why());
        } else {
          sending.send(letter.original(target));
        }
      }
    }

    Replayed result() {
      return tally.of(target, sending.acknowledged());
    }
  }
}

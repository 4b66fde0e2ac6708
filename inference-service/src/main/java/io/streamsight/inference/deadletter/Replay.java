package io.streamsight.inference.deadletter;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.deadletter.Letter;
import io.streamsight.contract.deadletter.Rehearsal;
import io.streamsight.contract.deadletter.ReplayTally;
import io.streamsight.contract.deadletter.Replayed;
import io.streamsight.contract.deadletter.Standing;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** Publishes refused requests again, once what refused them has changed; each letter once. */
@ApplicationScoped
class Replay {
  private final DeadLetters letters;
  private final Rehearsals rehearsals;
  private final Map<String, Object> kafka;
  private final TopicSettings settings;
  private final MeterRegistry meters;

  Replay(
      DeadLetters letters,
      Rehearsals rehearsals,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation,
      MeterRegistry meters) {
    this.letters = letters;
    this.rehearsals = rehearsals;
    this.kafka = kafka;
    this.settings = installation.topicSettings();
    this.meters = meters;
  }

  /**
   * Returns when the broker has every record.
   *
   * @throws StreamsightException as {@link DeadLetters#settle}
   */
  Replayed replay(Optional<Reason> reason) {
    ReplayTally tally = new ReplayTally();
    try (SettlingTransactions transactions = new SettlingTransactions(kafka, settings)) {
      try {
        letters.settle(
            reason,
            transactions,
            (letter, standing) -> take(letter, standing, transactions, tally));
      } finally {
        meters
            .counter(
                "streamsight.dead-letters.replayed",
                "topic",
                Topic.CLASSIFICATION_REQUESTS.baseName())
            .increment(transactions.settled());
      }
      return tally.of(settings.name(Topic.CLASSIFICATION_REQUESTS), transactions.settled());
    }
  }

  private void take(
      Letter letter, Standing standing, SettlingTransactions transactions, ReplayTally tally) {
    if (standing instanceof Standing.Unreplayable) {
      tally.leave(letter, standing, standing.why());
    } else if (standing instanceof Standing.Open) {
      if (rehearsals.of(letter) instanceof Rehearsal.Fails fails) {
        tally.leave(letter, standing, fails.why());
      } else {
        transactions.replay(letter);
      }
    }
  }
}

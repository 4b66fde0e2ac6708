package io.streamsight.inference.deadletter;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.deadletter.Dismissed;
import io.streamsight.contract.deadletter.Standing;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** Settles refused requests that nobody will publish again. They stay in the topic. */
@ApplicationScoped
class Dismissal {
  private final DeadLetters letters;
  private final Map<String, Object> kafka;
  private final TopicSettings settings;

  Dismissal(
      DeadLetters letters,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation) {
    this.letters = letters;
    this.kafka = kafka;
    this.settings = installation.topicSettings();
  }

  /**
   * Returns when the broker has every note.
   *
   * @param by a person or a program
   * @throws StreamsightException as {@link DeadLetters#settle}
   */
  Dismissed dismiss(Optional<Reason> reason, String by) {
    try (SettlingTransactions transactions = new SettlingTransactions(kafka, settings)) {
      letters.settle(
          reason,
          transactions,
          (letter, standing) -> {
            if (!(standing instanceof Standing.Closed)) {
              transactions.dismiss(letter, by);
            }
          });
      return new Dismissed(settings.name(Topic.CLASSIFICATION_REQUESTS), transactions.settled());
    }
  }
}

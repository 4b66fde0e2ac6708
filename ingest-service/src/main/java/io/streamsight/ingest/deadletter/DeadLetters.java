package io.streamsight.ingest.deadletter;

import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.ingest.dataset.DatasetView;
import io.streamsight.ingest.deadletter.Letter.Position;
import io.streamsight.ingest.deadletter.Letter.Source;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The dead letters, and which of them replaying can still help. */
@ApplicationScoped
class DeadLetters {
  /** The view is at the end of the log all the time; this outlasts the election of a leader. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String UNTOLD = "unknown";

  private static final Comparator<LetterReport> BY_AGE =
      Comparator.comparingLong(LetterReport::timestamp)
          .thenComparingInt(LetterReport::letterPartition)
          .thenComparingLong(LetterReport::letterOffset);

  private final LetterLog log;
  private final DatasetView view;
  private final TopicSettings settings;

  DeadLetters(LetterLog log, DatasetView view, InstallationConfig installation) {
    this.log = log;
    this.view = view;
    this.settings = installation.topicSettings();
  }

  /**
   * @param reason of the refusal; empty for any
   * @param all closed letters too
   * @param limit how many to report; all are counted
   */
  LetterList list(DeadLetterTopic topic, Optional<String> reason, boolean all, int limit) {
    PriorityQueue<LetterReport> newest = new PriorityQueue<>(BY_AGE);
    Map<String, Long> byReason = new TreeMap<>();
    each(
        topic,
        reason,
        (letter, standing) -> {
          if (all || standing instanceof Standing.Open) {
            byReason.merge(letter.source().map(Source::reason).orElse(UNTOLD), 1L, Long::sum);
            newest.add(LetterReport.of(letter, standing));
            if (newest.size() > limit) {
              newest.remove();
            }
          }
        });
    List<LetterReport> letters = new ArrayList<>(newest);
    letters.sort(BY_AGE.reversed());
    return new LetterList(settings.name(topic.source()), letters, byReason);
  }

  /** Hands over each letter with how it stands at that moment. */
  void each(DeadLetterTopic topic, Optional<String> reason, BiConsumer<Letter, Standing> reader) {
    Predicate<Letter> wanted = letter -> reason.map(letter::isRefusedFor).orElse(true);
    Set<Position> open = new HashSet<>();
    log.read(
        topic,
        () -> view.awaitEnd(PATIENCE),
        letter -> {
          if (wanted.test(letter)) {
            Standing standing = standing(topic, letter);
            // After a restart the owner of the source may have written a letter again.
            if (!(standing instanceof Standing.Open)
                || open.add(letter.source().orElseThrow().position())) {
              reader.accept(letter, standing);
            }
          }
        });
  }

  private Standing standing(DeadLetterTopic topic, Letter letter) {
    return switch (topic) {
      case IMAGES -> Standing.ofImage(letter, view::image);
      case IMAGE_SPLITS ->
          Standing.ofAssignment(letter, key -> view.assignedAt(key.dataset(), key.imageId()));
    };
  }
}

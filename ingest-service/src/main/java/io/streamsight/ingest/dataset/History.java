package io.streamsight.ingest.dataset;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.DatasetFold;
import io.streamsight.contract.log.DatasetLog;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.ingest.IngestConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;

/** Data sets as they were: folds the log afresh, up to noted offsets. */
@ApplicationScoped
class History {
  private final DatasetLog log;
  private final String indexTopic;
  private final String splitsTopic;
  private final Duration patience;

  /** A fold may take as much memory as the view itself: one at a time. */
  private final Semaphore turn = new Semaphore(1, true);

  /** Whoever turns the pages of a list asks for the same again and again. */
  private volatile Last last = new Last(null, null, new SoftReference<>(null));

  History(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation,
      IngestConfig config) {
    TopicSettings settings = installation.topicSettings();
    indexTopic = settings.name(Topic.IMAGE_INDEX);
    splitsTopic = settings.name(Topic.IMAGE_SPLITS);
    patience = config.deliveryTimeout();
    log = new DatasetLog(kafka, settings, patience);
  }

  /**
   * @throws StreamsightException {@link Reason#EVENT_INVALID} for offsets that the log does not
   *     have, {@link Reason#DATASET_UNKNOWN} when no image was assigned before them, {@link
   *     Reason#OVERLOADED} when another such question takes long, {@link Reason#UNAVAILABLE} when
   *     the broker is away
   */
  Observation asOf(AsOf when, String dataset) {
    Observation seen = last.of(when, dataset);
    if (seen != null) {
      return seen;
    }
    awaitTurn();
    try {
      seen = last.of(when, dataset);
      if (seen == null) {
        seen = fold(when, dataset);
        last = new Last(when, dataset, new SoftReference<>(seen));
      }
      return seen;
    } finally {
      turn.release();
    }
  }

  private Observation fold(AsOf when, String dataset) {
    try {
      AsOf.requireWithin(indexTopic, when.index(), log.indexEnd());
      AsOf.requireWithin(splitsTopic, when.splits(), log.splitsEnd());
      DatasetFold fold = new DatasetFold();
      log.readSplits(fold, when.splits(), () -> false);
      if (!fold.datasets().contains(dataset)) {
        throw new StreamsightException(
            Reason.DATASET_UNKNOWN,
            "No image was assigned to data set '%s' before these offsets".formatted(dataset));
      }
      log.readIndex(fold, when.index(), () -> false);
      return new Observation(fold.inventory(dataset), when.index(), when.splits());
    } catch (KafkaException e) {
      throw new StreamsightException(
          Reason.UNAVAILABLE, "The log can't be read: " + e.getMessage(), e);
    }
  }

  private void awaitTurn() {
    try {
      if (turn.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new StreamsightException(
        Reason.OVERLOADED, "Another data set is being read as of earlier offsets");
  }

  /** The last answer: given up when memory is short, for it may be as large as the view. */
  private record Last(AsOf when, String dataset, SoftReference<Observation> seen) {
    /** Null when it is another's, or given up. */
    Observation of(AsOf when, String dataset) {
      return when.equals(this.when) && dataset.equals(this.dataset) ? seen.get() : null;
    }
  }
}

package io.streamsight.trainer.dataset;

import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** Reads images of a data set from {@code images}: found by offset, verified by content hash. */
@ApplicationScoped
class ImageFetcher implements ImageSource {
  private static final Logger LOG = Logger.getLogger(ImageFetcher.class);
  private static final int NAMED = 10;

  /** How long no record may come before the broker counts as away. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private record Place(int partition, long offset) {}

  private final Map<String, Object> kafka;
  private final String topic;

  ImageFetcher(
      @Identifier("default-kafka-broker") Map<String, Object> kafka, InstallationConfig config) {
    this.kafka = kafka;
    this.topic = config.topicSettings().name(Topic.IMAGES);
  }

  /**
   * Those that are not where the index says (a restored or mirrored log has other offsets) are
   * looked for in the whole topic, by content: offsets are hints, hashes are the truth.
   */
  @Override
  public void fetch(List<Example> examples, BooleanSupplier stop, Sink sink) {
    try (LogReader reader = new LogReader(kafka, topic)) {
      Map<String, List<Integer>> left = byOffset(reader, examples, stop, sink);
      if (!left.isEmpty()) {
        LOG.warnf(
            "%d of %d images are not where the index says: looking for them in all of %s",
            left.size(), examples.size(), topic);
        byContent(reader, left, stop, sink);
      }
      requireNone(left, examples);
    }
  }

  /**
   * @return positions in the list of what was not found, by content hash
   */
  private static Map<String, List<Integer>> byOffset(
      LogReader reader, List<Example> examples, BooleanSupplier stop, Sink sink) {
    Map<Place, List<Integer>> positions = new HashMap<>();
    Map<Integer, TreeSet<Long>> wanted = new HashMap<>();
    for (int i = 0; i < examples.size(); i++) {
      Example e = examples.get(i);
      positions
          .computeIfAbsent(new Place(e.partition(), e.offset()), p -> new ArrayList<>(1))
          .add(i);
      wanted.computeIfAbsent(e.partition(), p -> new TreeSet<>()).add(e.offset());
    }
    reader.readAt(
        wanted,
        PATIENCE,
        stop,
        record -> {
          List<Integer> here = positions.get(new Place(record.partition(), record.offset()));
          if (here != null && record.value() != null) {
            String hash = Sha256.of(record.value());
            here.removeIf(
                position -> {
                  boolean found = examples.get(position).contentHash().equals(hash);
                  if (found) {
                    sink.accept(position, record.value());
                  }
                  return found;
                });
          }
        });
    Map<String, List<Integer>> left = new HashMap<>();
    positions.values().stream()
        .flatMap(List::stream)
        .forEach(
            i ->
                left.computeIfAbsent(examples.get(i).contentHash(), h -> new ArrayList<>(1))
                    .add(i));
    return left;
  }

  private static void byContent(
      LogReader reader, Map<String, List<Integer>> left, BooleanSupplier stop, Sink sink) {
    reader.seekToBeginning();
    reader.readTo(
        reader.end(),
        PATIENCE,
        stop,
        record -> {
          if (record.value() != null && !left.isEmpty()) {
            List<Integer> positions = left.remove(Sha256.of(record.value()));
            if (positions != null) {
              positions.forEach(position -> sink.accept(position, record.value()));
            }
          }
        });
  }

  private void requireNone(Map<String, List<Integer>> left, List<Example> examples) {
    if (!left.isEmpty()) {
      List<String> lost =
          left.values().stream()
              .flatMap(List::stream)
              .sorted()
              .map(i -> examples.get(i).imageId())
              .toList();
      throw new StreamsightException(
          Reason.IMAGE_LOST,
          "%d of %d images are no longer in %s, among them %s"
              .formatted(
                  lost.size(),
                  examples.size(),
                  topic,
                  lost.subList(0, Math.min(NAMED, lost.size()))));
    }
  }
}

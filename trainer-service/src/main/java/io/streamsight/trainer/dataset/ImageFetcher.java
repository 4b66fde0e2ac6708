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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Reads images of a data set from {@code images}: found by offset, verified by content hash. */
@ApplicationScoped
public class ImageFetcher {
  private static final int NAMED = 10;

  /** Takes the encoded bytes of the example at a position of the list. */
  @FunctionalInterface
  public interface Sink {
    void accept(int position, byte[] encoded);
  }

  private record Place(int partition, long offset) {}

  private final Map<String, Object> kafka;
  private final String topic;

  ImageFetcher(
      @Identifier("default-kafka-broker") Map<String, Object> kafka, InstallationConfig config) {
    this.kafka = kafka;
    this.topic = config.topicSettings().name(Topic.IMAGES);
  }

  /**
   * Hands every example's bytes to {@code sink}, in the order of the log.
   *
   * @throws CancellationException when it was stopped
   * @throws StreamsightException {@link Reason#IMAGE_LOST} naming images that are no longer where
   *     the index says, or are other images now
   */
  public void fetch(List<Example> examples, BooleanSupplier stop, Sink sink) {
    Map<Place, Integer> positions = new HashMap<>();
    Map<Integer, TreeSet<Long>> wanted = new HashMap<>();
    for (int i = 0; i < examples.size(); i++) {
      Example e = examples.get(i);
      positions.put(new Place(e.partition(), e.offset()), i);
      wanted.computeIfAbsent(e.partition(), p -> new TreeSet<>()).add(e.offset());
    }
    try (LogReader reader = new LogReader(kafka, topic)) {
      reader.readAt(
          wanted,
          stop,
          record -> {
            Place place = new Place(record.partition(), record.offset());
            Integer position = positions.get(place);
            byte[] bytes = record.value();
            if (position != null
                && bytes != null
                && Sha256.of(bytes).equals(examples.get(position).contentHash())) {
              positions.remove(place);
              sink.accept(position, bytes);
            }
          });
    }
    if (!positions.isEmpty()) {
      List<String> lost =
          positions.values().stream().sorted().map(i -> examples.get(i).imageId()).toList();
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

package io.streamsight.ingest.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.Offsets;
import java.util.Optional;

/** Which prefixes of the log are asked for. */
record AsOf(Offsets index, Offsets splits) {
  private static final ObjectReader OFFSETS =
      Json.MAPPER.readerFor(Offsets.class).without(DeserializationFeature.ACCEPT_FLOAT_AS_INT);

  /**
   * @return empty when neither is given: what the log holds now is meant
   * @throws StreamsightException {@link Reason#EVENT_INVALID} when one is no JSON of offsets by
   *     partition, or only one is given
   */
  static Optional<AsOf> parse(String indexOffsets, String splitsOffsets) {
    if (indexOffsets == null && splitsOffsets == null) {
      return Optional.empty();
    }
    if (indexOffsets == null || splitsOffsets == null) {
      throw invalid(
          "indexOffsets=%s, splitsOffsets=%s: give both or neither"
              .formatted(indexOffsets, splitsOffsets));
    }
    return Optional.of(
        new AsOf(offsets("indexOffsets", indexOffsets), offsets("splitsOffsets", splitsOffsets)));
  }

  private static Offsets offsets(String name, String json) {
    Offsets offsets;
    try {
      offsets = OFFSETS.readValue(json);
    } catch (JsonProcessingException e) {
      throw invalid(
          "%s=%s is no JSON like {\"0\":17,\"1\":4}: %s"
              .formatted(name, json, e.getOriginalMessage()));
    }
    if (offsets == null
        || offsets.next().values().stream().anyMatch(offset -> offset == null || offset < 0)) {
      throw invalid("%s=%s: an offset is a number from 0".formatted(name, json));
    }
    return offsets;
  }

  /**
   * Refuses to wait for what may never come.
   *
   * @param end where the topic ends
   * @throws StreamsightException {@link Reason#EVENT_INVALID} when {@code wanted} lies beyond
   */
  static void requireWithin(String topic, Offsets wanted, Offsets end) {
    wanted
        .next()
        .forEach(
            (partition, offset) -> {
              Long last = end.next().get(partition);
              if (last == null) {
                throw invalid("%s has no partition %d".formatted(topic, partition));
              }
              if (offset > last) {
                throw invalid(
                    "%s-%d ends at offset %d, %d lies beyond"
                        .formatted(topic, partition, last, offset));
              }
            });
  }

  private static StreamsightException invalid(String detail) {
    return new StreamsightException(Reason.EVENT_INVALID, detail);
  }
}

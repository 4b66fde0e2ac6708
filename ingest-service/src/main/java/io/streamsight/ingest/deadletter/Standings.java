package io.streamsight.ingest.deadletter;

import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.ImageId;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.contract.deadletter.Letter;
import io.streamsight.contract.deadletter.Letter.Position;
import io.streamsight.contract.deadletter.Standing;
import io.streamsight.contract.deadletter.Standing.Closed;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** How letters stand whose source keeps the last record of a key. */
final class Standings {
  private Standings() {}

  /**
   * A refused image is open while it is the last that the index knows of its id.
   *
   * @param index the latest record of an image id
   */
  static Standing ofImage(Letter letter, Function<String, Optional<IndexRecord>> index) {
    if (letter.source().isEmpty()) {
      return hopeless("has no dlq-* headers that tell its source");
    }
    String imageId;
    try {
      imageId = ImageId.ofKey(letter.key());
    } catch (StreamsightException e) {
      return hopeless(e.getMessage());
    }
    IndexRecord latest = index.apply(imageId).orElse(null);
    if (latest == null) {
      return new Closed("the index does not hold its refusal");
    }
    Position refused = letter.position();
    if (latest instanceof IndexRecord.Refused
        && latest.partition() == refused.partition()
        && latest.offset() == refused.offset()) {
      return Standing.unclosed(letter, "nothing newer has this id");
    }
    return new Closed(
        "%s since, by partition %d, offset %d"
            .formatted(
                latest instanceof IndexRecord.Indexed
                    ? "replaced"
                    : latest instanceof IndexRecord.Erased ? "erased" : "refused again",
                latest.partition(),
                latest.offset()));
  }

  /**
   * A refused assignment is open until its key is assigned or withdrawn.
   *
   * @param assignedAt when the assignment that counts for a key was written (ms)
   */
  static Standing ofAssignment(Letter letter, Function<SplitKey, OptionalLong> assignedAt) {
    if (letter.source().isEmpty()) {
      return hopeless("has no dlq-* headers that tell its source");
    }
    SplitKey key;
    try {
      key = SplitKey.ofKey(letter.key());
    } catch (StreamsightException e) {
      return hopeless(e.getMessage());
    }
    OptionalLong later = assignedAt.apply(key);
    if (later.isPresent() && later.getAsLong() >= letter.position().timestamp()) {
      return new Closed("assigned or withdrawn since");
    }
    return Standing.unclosed(letter, "no later assignment has this key");
  }

  /**
   * Nothing that comes could settle it, neither a record of its key nor an erasure: a replay that
   * counted it would fail until the letter expires.
   */
  private static Standing hopeless(String why) {
    return new Closed(why + ": can't be replayed");
  }
}

package io.streamsight.ingest.deadletter;

import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.ImageId;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.ingest.deadletter.Letter.Position;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Whether replaying a letter can still matter. */
sealed interface Standing {
  /** What happened, for people. */
  String why();

  /** Nothing came after it: a replay would count. */
  record Open(String why) implements Standing {}

  /** Something newer counts, which a replay must not overwrite. */
  record Closed(String why) implements Standing {}

  /** The letter lacks what a replay needs. */
  record Unreplayable(String why) implements Standing {}

  /**
   * A refused image is open while it is the last that the index knows of its id.
   *
   * @param index the latest record of an image id
   */
  static Standing ofImage(Letter letter, Function<String, Optional<IndexRecord>> index) {
    if (letter.source().isEmpty()) {
      return strange();
    }
    String imageId;
    try {
      imageId = ImageId.ofKey(letter.key());
    } catch (StreamsightException e) {
      return nameless(e);
    }
    IndexRecord latest = index.apply(imageId).orElse(null);
    if (latest == null) {
      return new Closed("the index does not hold its refusal");
    }
    Position at = new Position(latest.partition(), latest.offset());
    if (latest instanceof IndexRecord.Refused && at.equals(letter.source().get().position())) {
      return complete(letter, "nothing newer has this id");
    }
    return new Closed(
        "%s since, by partition %d, offset %d"
            .formatted(
                latest instanceof IndexRecord.Indexed
                    ? "replaced"
                    : latest instanceof IndexRecord.Erased ? "erased" : "refused again",
                at.partition(),
                at.offset()));
  }

  /**
   * A refused assignment is open until its key is assigned or withdrawn.
   *
   * @param assignedAt when the assignment that counts for a key was written (ms)
   */
  static Standing ofAssignment(Letter letter, Function<SplitKey, OptionalLong> assignedAt) {
    if (letter.source().isEmpty()) {
      return strange();
    }
    SplitKey key;
    try {
      key = SplitKey.ofKey(letter.key());
    } catch (StreamsightException e) {
      return nameless(e);
    }
    OptionalLong later = assignedAt.apply(key);
    if (later.isPresent() && later.getAsLong() >= letter.source().get().timestamp()) {
      return new Closed("assigned or withdrawn since");
    }
    return complete(letter, "no later assignment has this key");
  }

  private static Standing complete(Letter letter, String why) {
    return letter.omittedBytes().isPresent()
        ? new Unreplayable(
            "its value of %d bytes was too long to be kept: publish it again"
                .formatted(letter.omittedBytes().getAsLong()))
        : new Open(why);
  }

  private static Standing nameless(StreamsightException e) {
    return new Unreplayable(e.getMessage() + ": can't be replayed");
  }

  private static Standing strange() {
    return new Unreplayable("has no dlq-* headers that tell its source: can't be replayed");
  }
}

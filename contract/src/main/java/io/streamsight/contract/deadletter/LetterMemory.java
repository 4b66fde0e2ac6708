package io.streamsight.contract.deadletter;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.deadletter.Letter.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What must be known of letters while all are read: which are settled, and which were met before.
 * That is a position each, 80 MB for a million.
 */
final class LetterMemory {
  private static final int BYTES_EACH = 80;

  private final long most;
  private final Map<Position, String> settled = new HashMap<>();
  private final Set<Position> met = new HashSet<>();

  /**
   * @param most how many positions there is room for
   */
  LetterMemory(long most) {
    this.most = most;
  }

  static LetterMemory ofAQuarterOfTheHeap() {
    return new LetterMemory(Runtime.getRuntime().maxMemory() / 4 / BYTES_EACH);
  }

  /**
   * @throws StreamsightException {@link Reason#OVERLOADED} when there is no room
   */
  void settle(Settlement settlement) {
    // Few say why, again and again.
    settled.put(settlement.letter(), settlement.why().intern());
    requireRoom();
  }

  /** What became of a letter; empty when nothing is known. */
  Optional<String> settled(Letter letter) {
    return Optional.ofNullable(settled.get(letter.position()));
  }

  /**
   * Whether this is the first of its position.
   *
   * @throws StreamsightException {@link Reason#OVERLOADED} when there is no room
   */
  boolean meet(Letter letter) {
    boolean first = met.add(letter.position());
    requireRoom();
    return first;
  }

  private void requireRoom() {
    if (settled.size() + met.size() > most) {
      throw new StreamsightException(
          Reason.OVERLOADED,
          "There are more dead letters than the %d that this process has memory for: give it more, or ask for those of one reason"
              .formatted(most));
    }
  }
}

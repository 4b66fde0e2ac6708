package io.streamsight.contract.deadletter;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.log.LogReader;
import io.streamsight.contract.log.Offsets;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One request's turn at a dead letter topic. Letters come in order within a partition; of several
 * of one position, one is not closed at most.
 *
 * <p>Both ways to read throw {@link StreamsightException}, {@link Reason#OVERLOADED} when there are
 * more letters than this process has memory for.
 */
public final class LetterReading {
  private final LogReader log;

  LetterReading(LogReader log) {
    this.log = log;
  }

  /**
   * Hands over every letter that the topic holds now, and how it stands at that moment.
   *
   * @param reason of the refusal; empty for any
   * @param beforeFirst runs when it is settled which letters these are
   */
  public void each(
      Optional<Reason> reason,
      Runnable beforeFirst,
      Function<Letter, Standing> standing,
      BiConsumer<Letter, Standing> reader) {
    Offsets end = log.end();
    beforeFirst.run();
    handOver(end, reason, LetterMemory.ofAQuarterOfTheHeap(), standing, reader);
  }

  /**
   * As {@link #each}, of a topic where notes say which letters are settled: the others are open. It
   * reads all twice, since notes come after their letters.
   */
  public void eachWithSettlements(Optional<Reason> reason, BiConsumer<Letter, Standing> reader) {
    Offsets end = log.end();
    LetterMemory memory = LetterMemory.ofAQuarterOfTheHeap();
    log.readTo(end, LetterLog.PATIENCE, record -> Settlement.of(record).ifPresent(memory::settle));
    log.seekToBeginning();
    handOver(end, reason, memory, letter -> standing(letter, memory), reader);
  }

  private static Standing standing(Letter letter, LetterMemory memory) {
    return memory
        .settled(letter)
        .<Standing>map(Standing.Closed::new)
        .orElseGet(() -> Standing.unclosed(letter, "neither replayed nor dismissed yet"));
  }

  private void handOver(
      Offsets end,
      Optional<Reason> reason,
      LetterMemory memory,
      Function<Letter, Standing> standing,
      BiConsumer<Letter, Standing> reader) {
    log.readTo(
        end,
        LetterLog.PATIENCE,
        record -> {
          Letter letter = Letter.of(record);
          if (Settlement.isOne(record) || !reason.map(letter::isRefusedFor).orElse(true)) {
            return;
          }
          Standing stands = standing.apply(letter);
          // After a restart the owner of the source may have written a letter again.
          if (stands instanceof Standing.Closed || memory.meet(letter)) {
            reader.accept(letter, stands);
          }
        });
  }
}

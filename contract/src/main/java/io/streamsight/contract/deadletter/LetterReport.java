package io.streamsight.contract.deadletter;

import io.streamsight.contract.deadletter.Letter.Position;
import io.streamsight.contract.deadletter.Letter.Source;
import java.nio.charset.StandardCharsets;

/**
 * A letter without its bytes.
 *
 * @param key of the refused record, its first 1,000 characters; null for none
 * @param reason the code of the refusal; null, as all of the source, when the letter doesn't tell
 * @param topic where the refused record stood; partition and offset (-1 if unknown) likewise
 * @param timestamp of the refused record, ms
 * @param bytes of its value
 * @param open whether replaying it can still matter
 * @param why it is open or not
 * @param letterPartition where the letter stands
 */
public record LetterReport(
    String key,
    String reason,
    String detail,
    String topic,
    int partition,
    long offset,
    long timestamp,
    long bytes,
    boolean open,
    String why,
    int letterPartition,
    long letterOffset) {
  private static final Source UNKNOWN = new Source(new Position(null, -1, -1, -1), null, null);

  /**
   * A key may be why a letter was refused: a thousand letters with a megabyte each are too much.
   */
  private static final int MAX_KEY = 1_000;

  public static LetterReport of(Letter letter, Standing standing) {
    Source source = letter.source().orElse(UNKNOWN);
    return new LetterReport(
        letter.key() == null ? null : text(letter.key()),
        source.reason(),
        source.detail(),
        source.position().topic(),
        source.position().partition(),
        source.position().offset(),
        source.position().timestamp(),
        letter.bytes(),
        standing instanceof Standing.Open,
        standing.why(),
        letter.record().partition(),
        letter.record().offset());
  }

  private static String text(byte[] key) {
    String text = new String(key, StandardCharsets.UTF_8);
    return text.length() <= MAX_KEY ? text : text.substring(0, MAX_KEY) + "...";
  }

  LetterReport because(String other) {
    return new LetterReport(
        key,
        reason,
        detail,
        topic,
        partition,
        offset,
        timestamp,
        bytes,
        open,
        other,
        letterPartition,
        letterOffset);
  }
}

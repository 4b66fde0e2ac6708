package io.streamsight.contract.dataset;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What names an image: the key of its record. UTF-8, 1 to 512 bytes, no control characters. */
public final class ImageId {
  private static final int MAX_BYTES = 512;

  private ImageId() {}

  /**
   * @throws StreamsightException {@link Reason#IMAGE_ID_MISSING} for no key, {@link
   *     Reason#EVENT_INVALID} for one that can't be an id
   */
  public static String ofKey(byte[] key) {
    if (key == null || key.length == 0) {
      throw new StreamsightException(Reason.IMAGE_ID_MISSING, "The record has no key");
    }
    if (key.length > MAX_BYTES) {
      throw new StreamsightException(
          Reason.EVENT_INVALID,
          "The key has %d bytes, %d at most".formatted(key.length, MAX_BYTES));
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(key)).toString();
      if (text.chars().anyMatch(Character::isISOControl)) {
        throw new StreamsightException(
            Reason.EVENT_INVALID, "The key '%s' has control characters".formatted(text.strip()));
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, "The key is not UTF-8", e);
    }
  }
}

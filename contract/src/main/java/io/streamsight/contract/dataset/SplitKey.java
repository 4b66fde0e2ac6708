package io.streamsight.contract.dataset;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.nio.charset.StandardCharsets;

/** The key of {@code image-splits}: {@code dataset/image id}; an image id may hold slashes. */
public record SplitKey(String dataset, String imageId) {
  public SplitKey {
    requireName(dataset);
    if (imageId.isEmpty()) {
      throw new IllegalArgumentException("the image id is empty");
    }
  }

  /**
   * @throws StreamsightException {@link Reason#EVENT_INVALID} when it has not this form
   */
  public static SplitKey ofKey(byte[] key) {
    String text = ImageId.ofKey(key);
    int slash = text.indexOf('/');
    if (slash < 1 || slash == text.length() - 1) {
      throw new StreamsightException(
          Reason.EVENT_INVALID, "The key '%s' is not DATASET/IMAGE-ID".formatted(text));
    }
    try {
      return new SplitKey(text.substring(0, slash), text.substring(slash + 1));
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, e.getMessage(), e);
    }
  }

  /** Names of data sets and models: they stand in keys, URLs and file names. */
  public static String requireName(String name) {
    if (name == null || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException(
          "the name '%s' must be 1 to 100 letters, digits, '.', '_' or '-'".formatted(name));
    }
    return name;
  }

  public byte[] toKey() {
    return (dataset + "/" + imageId).getBytes(StandardCharsets.UTF_8);
  }
}

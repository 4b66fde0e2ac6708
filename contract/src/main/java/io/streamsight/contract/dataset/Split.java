package io.streamsight.contract.dataset;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The three parts of a data set. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException for any other word
   */
  @JsonCreator
  public static Split of(String text) {
    for (Split split : values()) {
      if (split.text().equals(text)) {
        return split;
      }
    }
    throw new IllegalArgumentException(
        "split '%s' is none of train, validation, test".formatted(text));
  }
}

package io.streamsight.contract.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.text.Normalizer;

/**
 * The value of {@code image-splits}: where an image belongs in a data set and what it shows, or
 * that it was withdrawn: {@code {"split":"train","label":"cat"}} or {@code {"withdrawn":true}}.
 *
 * @param label in Unicode's normalization form C, whatever was given: a letter and its accent may
 *     be written as two characters (macOS names files so), and look the same
 */
public record SplitAssignment(
    Split split, String label, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean withdrawn) {
  public static final SplitAssignment WITHDRAWN = new SplitAssignment(null, null, true);

  public SplitAssignment {
    if (!withdrawn) {
      if (split == null) {
        throw new IllegalArgumentException("split is missing: train, validation or test");
      }
      if (label == null) {
        throw new IllegalArgumentException("label is missing");
      }
      label = Normalizer.normalize(label, Normalizer.Form.NFC);
      if (label.isBlank() || label.length() > 200) {
        throw new IllegalArgumentException(
            "label '%s' must have 1 to 200 characters".formatted(label));
      }
      if (label.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("label has control characters");
      }
    }
  }

  public static SplitAssignment of(Split split, String label) {
    return new SplitAssignment(split, label, false);
  }
}

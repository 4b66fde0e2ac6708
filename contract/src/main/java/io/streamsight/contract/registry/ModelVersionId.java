package io.streamsight.contract.registry;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.streamsight.contract.dataset.SplitKey;

/**
 * A version of a model by name and number; as text {@code pets/3}.
 *
 * @param version from 1
 */
public record ModelVersionId(String model, int version) {
  public ModelVersionId {
    SplitKey.requireName(model);
    if (version < 1) {
      throw new IllegalArgumentException("version %d of %s is below 1".formatted(version, model));
    }
  }

  /**
   * @throws IllegalArgumentException when it is not {@code NAME/VERSION}
   */
  @JsonCreator
  public static ModelVersionId parse(String text) {
    int slash = text.lastIndexOf('/');
    try {
      return new ModelVersionId(
          text.substring(0, Math.max(slash, 0)), Integer.parseInt(text.substring(slash + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'%s' is no version of a model: NAME/VERSION is expected, pets/3".formatted(text), e);
    }
  }

  @JsonValue
  @Override
  public String toString() {
    return model + "/" + version;
  }
}

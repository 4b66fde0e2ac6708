package io.streamsight.contract.registry;

/** How an alias may be called. */
public final class AliasName {
  private AliasName() {}

  /**
   * @return the name
   * @throws IllegalArgumentException when no alias can be called so
   */
  public static String require(String name) {
    if (name == null || !name.matches("[a-z0-9_-]([a-z0-9._-]{0,62}[a-z0-9_-])?")) {
      throw new IllegalArgumentException(
          "the alias '%s' must be 1 to 64 lower-case letters, digits, '-', '_', or '.' in between"
              .formatted(name));
    }
    return name;
  }
}

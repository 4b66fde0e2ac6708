package io.streamsight.trainer.http;

/** A number in a path or a query, by hand: the framework would answer 404 to what is none. */
final class WholeNumber {
  private WholeNumber() {}

  /**
   * @param name of the parameter
   * @return null when it is not given
   * @throws IllegalArgumentException naming it
   */
  static Integer of(String name, String text) {
    try {
      return text == null ? null : Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("%s '%s' is not a whole number".formatted(name, text), e);
    }
  }
}

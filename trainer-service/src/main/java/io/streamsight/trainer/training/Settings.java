package io.streamsight.trainer.training;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Settings by flat name, as JSON has them, read as what they have to be. */
record Settings(Map<String, Object> values) {
  Settings {
    values = new TreeMap<>(values);
  }

  /**
   * @return these, with the others in their place
   * @throws IllegalArgumentException when one of the others is none of these
   */
  Settings with(Map<String, Object> others) {
    Set<String> unknown = new TreeSet<>(others.keySet());
    unknown.removeAll(values.keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%s not known; known: %s"
              .formatted(
                  unknown.size() == 1
                      ? "setting " + unknown.iterator().next() + " is"
                      : "settings " + String.join(", ", unknown) + " are",
                  String.join(", ", values.keySet())));
    }
    Map<String, Object> all = new TreeMap<>(values);
    all.putAll(others);
    return new Settings(all);
  }

  double number(String name) {
    return values.get(name) instanceof Number number
        ? number.doubleValue()
        : refuse(name, "a number");
  }

  int count(String name) {
    double number =
        values.get(name) instanceof Number n ? n.doubleValue() : refuse(name, "a whole number");
    return number == (int) number ? (int) number : refuse(name, "a whole number");
  }

  boolean flag(String name) {
    return values.get(name) instanceof Boolean flag ? flag : refuse(name, "true or false");
  }

  /** One of the type's constants in small letters. */
  <E extends Enum<E>> E choice(String name, Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> nameOf(constant).equals(values.get(name)))
        .findAny()
        .orElseGet(
            () ->
                refuse(
                    name,
                    "one of "
                        + String.join(
                            ", ",
                            Arrays.stream(type.getEnumConstants())
                                .map(Settings::nameOf)
                                .toList())));
  }

  static String nameOf(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static void requireWithin(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "%s %s is not within %s to %s".formatted(name, value, min, max));
    }
  }

  private <T> T refuse(String name, String expected) {
    throw new IllegalArgumentException(
        "%s '%s' is not %s".formatted(name, values.get(name), expected));
  }
}

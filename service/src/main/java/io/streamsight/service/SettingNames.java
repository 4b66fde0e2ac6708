package io.streamsight.service;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The names of the settings that there are.
 *
 * @param names as properties; one that ends in {@code .*} is of a map, whose keys are free
 */
record SettingNames(Set<String> names) {
  private static final int MOST_TYPOS = 2;

  /** As long as a word that was left out, or put in, at the end. */
  private static final int LONGEST_TAIL = "_bytes".length();

  /** A setting's name in the environment. */
  static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  boolean has(String property) {
    return names.stream()
        .anyMatch(
            name ->
                isMap(name)
                    ? property.startsWith(parent(name)) && property.length() > parent(name).length()
                    : property.equals(name));
  }

  boolean hasBelow(String prefix) {
    return names.stream().anyMatch(name -> name.startsWith(prefix + "."));
  }

  /**
   * What somebody may have meant who wrote an unknown name.
   *
   * @param asVariable whether to say it as in the environment, else as a property
   */
  Optional<String> nearest(String unknown, boolean asVariable) {
    return names.stream()
        .filter(name -> typos(unknown, name) <= MOST_TYPOS)
        .min(
            Comparator.<String>comparingInt(name -> typos(unknown, name))
                .thenComparing(Comparator.comparingInt(String::length).reversed()))
        .map(name -> isMap(name) ? parent(name) + "NAME" : name)
        .map(name -> asVariable ? variable(name) : name);
  }

  private static boolean isMap(String name) {
    return name.endsWith(".*");
  }

  private static String parent(String name) {
    return name.substring(0, name.length() - 1);
  }

  private static int typos(String unknown, String name) {
    String given = letters(unknown);
    String known = letters(name);
    int tail = Math.abs(given.length() - known.length());
    boolean oneIsTheOthersBeginning = given.startsWith(known) || known.startsWith(given);
    boolean isOfMap = isMap(name) && given.startsWith(known);
    return isOfMap || oneIsTheOthersBeginning && tail <= LONGEST_TAIL
        ? Math.min(1, tail)
        : distance(given, known);
  }

  /** Where words end is what is got wrong most often. */
  private static String letters(String name) {
    return variable(name).replace("_", "");
  }

  /** Levenshtein's: how many letters to put in, take out or change. */
  private static int distance(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int column = 0; column <= other.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      int[] here = new int[other.length() + 1];
      here[0] = row;
      for (int column = 1; column <= other.length(); column++) {
        int changed = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
        here[column] =
            Math.min(above[column - 1] + changed, Math.min(above[column], here[column - 1]) + 1);
      }
      above = here;
    }
    return above[other.length()];
  }
}

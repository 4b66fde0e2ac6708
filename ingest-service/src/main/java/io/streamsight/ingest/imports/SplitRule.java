package io.streamsight.ingest.imports;

import io.streamsight.contract.dataset.Split;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Divides images among the splits where no folder does. The same image always goes the same way.
 */
sealed interface SplitRule {

  /**
   * By a hash of the content: a copy, whatever its name, lands in the same split.
   *
   * @param train share of the images, 0 to 1; the rest of the three is for {@code test}
   * @param validation share of the images, 0 to 1
   */
  record Ratio(double train, double validation) implements SplitRule {
    static final Ratio DEFAULT = new Ratio(0.7, 0.15);

    private static final double TOLERANCE = 1e-6;

    /** 52 bits, so that a double holds them exactly. */
    private static final int HEX_DIGITS = 13;

    /**
     * @param text {@code 0.7,0.15,0.15}: train, validation, test; the sum is 1
     * @throws IllegalArgumentException for anything else
     */
    static Ratio parse(String text) {
      String[] parts = text.split(",", -1);
      try {
        double train = Double.parseDouble(parts[0].strip());
        double validation = Double.parseDouble(parts[1].strip());
        double test = Double.parseDouble(parts[2].strip());
        boolean shares = train >= 0 && validation >= 0 && test >= 0;
        if (parts.length == 3 && shares && Math.abs(train + validation + test - 1) <= TOLERANCE) {
          return new Ratio(train, validation);
        }
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        // Said below.
      }
      throw new IllegalArgumentException(
          "ratio '%s' must be three shares whose sum is 1: 0.7,0.15,0.15".formatted(text));
    }

    /**
     * @param fileHash SHA-256 in hexadecimal
     */
    Split split(String fileHash) {
      double place =
          Long.parseLong(fileHash.substring(0, HEX_DIGITS), 16) / (double) (1L << 4 * HEX_DIGITS);
      if (place < train) {
        return Split.TRAIN;
      }
      return place < train + validation || train + validation > 1 - TOLERANCE
          ? Split.VALIDATION
          : Split.TEST;
    }
  }

  /** By the number in the file's name, inclusive at both ends; as the book divides its photos. */
  record Ranges(Map<Split, Range> ranges) implements SplitRule {
    /**
     * @throws IllegalArgumentException when two ranges share a number: it would be in two splits
     */
    public Ranges {
      ranges = Map.copyOf(new TreeMap<>(ranges));
      for (var a : ranges.entrySet()) {
        for (var b : ranges.entrySet()) {
          if (a.getKey().compareTo(b.getKey()) < 0 && a.getValue().meets(b.getValue())) {
            throw new IllegalArgumentException(
                "the ranges of %s (%s) and %s (%s) overlap"
                    .formatted(a.getKey().text(), a.getValue(), b.getKey().text(), b.getValue()));
          }
        }
      }
    }

    /** Empty when the number is in none. */
    Optional<Split> split(long number) {
      return ranges.entrySet().stream()
          .filter(entry -> entry.getValue().holds(number))
          .map(Map.Entry::getKey)
          .findFirst();
    }
  }

  /** {@code 0-999}: both ends belong to it. */
  record Range(long first, long last) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    public Range {
      if (first > last) {
        throw new IllegalArgumentException("the range %d-%d is empty".formatted(first, last));
      }
    }

    /**
     * @throws IllegalArgumentException for anything but two numbers
     */
    static Range parse(String text) {
      Matcher matcher = TEXT.matcher(text.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException("range '%s' must be two numbers: 0-999".formatted(text));
      }
      return new Range(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
    }

    boolean holds(long number) {
      return number >= first && number <= last;
    }

    boolean meets(Range other) {
      return first <= other.last && other.first <= last;
    }

    @Override
    public String toString() {
      return first + "-" + last;
    }
  }
}

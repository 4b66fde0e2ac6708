package io.streamsight.ingest.imports;

import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells where the files of an import belong. A layout that nobody named is told from the first file
 * and holds for all.
 */
final class Placement {
  /** The last number before the extension. */
  private static final Pattern NUMBER = Pattern.compile(".*?(\\d{1,18})(?:\\D*\\.[^.]*|\\D*)");

  private final ImportOptions options;
  private Layout layout;
  private Split firstNamed;

  Placement(ImportOptions options) {
    this.options = options;
    this.layout = options.layout();
  }

  /** Null before the first file, and where none is needed. */
  synchronized Layout layout() {
    return layout;
  }

  Place place(String path) {
    if (options.dataset() == null) {
      return new Place.Nowhere();
    }
    String label = options.label();
    Split split = options.split();
    Place.Unplaced mixed = mixed(path);
    if (mixed != null) {
      return mixed;
    }
    if (label == null || !options.tellsSplit()) {
      Layout how = layoutOf(path);
      Layout.Told told = how.read(path).orElse(null);
      if (told == null) {
        return new Place.Unplaced("'%s' is not of the layout %s".formatted(path, how.text()));
      }
      label = label == null ? told.label() : label;
      split = split == null ? told.split() : split;
    }
    try {
      // As a reader would check it.
      SplitAssignment.of(Split.TRAIN, label);
    } catch (IllegalArgumentException e) {
      return new Place.Unplaced(e.getMessage());
    }
    return split == null ? byRule(path, label) : new Place.Placed(label, always(split));
  }

  /** Null unless the path lies below a folder for a split that it would not go to. */
  private Place.Unplaced mixed(String path) {
    Optional<Split> named = Layout.splitNamedBy(path);
    if (options.layout() != null || options.split() != null || named.isEmpty()) {
      return null;
    }
    if (!options.tellsSplit()) {
      Layout how = layoutOf(path);
      return how == Layout.SPLIT_FOLDERS
          ? null
          : new Place.Unplaced(
              "'%s' lies below a folder that names a split, but the layout, told from the first image, is %s: name the layout, or give ratio, ranges or split"
                  .formatted(path, how.text()));
    }
    Split first = firstNamed(named.get());
    return first == named.get()
        ? null
        : new Place.Unplaced(
            "'%s' lies below a folder for %s, others below one for %s, and a ratio or ranges would mix them. To keep the folders' splits import again without those, and with replace; to mix them name the layout"
                .formatted(path, named.get().text(), first.text()));
  }

  /** Folders of one split alone may well be split anew: Kaggle's train/cat.0.jpg. */
  private synchronized Split firstNamed(Split named) {
    if (firstNamed == null) {
      firstNamed = named;
    }
    return firstNamed;
  }

  private synchronized Layout layoutOf(String path) {
    if (layout == null) {
      layout = Layout.toldBy(path, options.tellsSplit());
    }
    return layout;
  }

  private Place byRule(String path, String label) {
    if (!(options.rule() instanceof SplitRule.Ranges ranges)) {
      SplitRule.Ratio ratio =
          options.rule() instanceof SplitRule.Ratio given ? given : SplitRule.Ratio.DEFAULT;
      return new Place.Placed(label, ratio::split);
    }
    Matcher number = NUMBER.matcher(path.substring(path.lastIndexOf('/') + 1));
    if (!number.matches()) {
      return new Place.Unplaced("'%s' has no number, and ranges need one".formatted(path));
    }
    Optional<Split> split = ranges.split(Long.parseLong(number.group(1)));
    return split.isPresent()
        ? new Place.Placed(label, always(split.get()))
        : new Place.Outside("%s is in none of the ranges".formatted(number.group(1)));
  }

  private static Function<String, Split> always(Split split) {
    return contentHash -> split;
  }
}

package io.streamsight.ingest.imports;

import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells where the files of an import belong. A layout that nobody named is told from the first file
 * whose path tells one, and holds for all: a file that looks like another is refused.
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

  /** Null before the first file that tells it, and where none is needed. */
  synchronized Layout layout() {
    boolean needed = options.label() == null || layout == Layout.SPLIT_FOLDERS;
    return needed ? layout : null;
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
    if (label == null || layoutTellsSplit(path)) {
      Layout how = layoutOf(path);
      Layout.Told told = how.read(path).orElse(null);
      if (told == null || looksOtherwise(path, how)) {
        return new Place.Unplaced(notOf(how, path));
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

  private boolean layoutTellsSplit(String path) {
    return !options.tellsSplit() && layoutOf(path) == Layout.SPLIT_FOLDERS;
  }

  private boolean looksOtherwise(String path, Layout how) {
    return options.layout() == null && Layout.toldBy(path, options.tellsSplit()) != how;
  }

  private String notOf(Layout how, String path) {
    if (options.layout() != null) {
      return "'%s' is not of the layout %s".formatted(path, how.text());
    }
    return layout() == null
        ? "'%s' tells no label: put it into a folder of that name, call it LABEL.123.jpg, or give a label for all"
            .formatted(path)
        : "'%s' is not of the layout %s, which the first image told: name the layout"
            .formatted(path, how.text());
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
    if (Layout.SPLIT_FOLDERS.read(path).isPresent()) {
      return new Place.Unplaced(
          "'%s' lies in a folder for %s, and a ratio or ranges would split it anew. Leave them out to keep the folders' splits; to split anew name the layout"
              .formatted(path, named.get().text()));
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
    if (layout != null) {
      return layout;
    }
    Layout told = Layout.toldBy(path, options.tellsSplit());
    // A stray file that tells no label decides nothing.
    if (options.label() != null || told.read(path).isPresent()) {
      layout = told;
    }
    return told;
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
    return fileHash -> split;
  }
}

package io.streamsight.ingest.imports;

import io.streamsight.contract.dataset.Split;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a file's path tells its label, and maybe its split. */
enum Layout {
  /** {@code train/cat/whatever.jpg}; folders above don't matter. */
  SPLIT_FOLDERS("split-folders"),
  /** {@code cat/whatever.jpg}; folders above don't matter. */
  CLASS_FOLDERS("class-folders"),
  /** {@code cat.123.jpg}; folders don't matter. */
  FILE_NAMES("file-names");

  private static final Map<String, Split> SPLIT_FOLDER_NAMES =
      Map.of(
          "train", Split.TRAIN,
          "validation", Split.VALIDATION,
          "valid", Split.VALIDATION,
          "val", Split.VALIDATION,
          "test", Split.TEST);

  /**
   * A label, the number of the image, an extension: {@code cat.123.jpg}, {@code cat_123.jpg},
   * {@code cat123.jpg}. A label that ends in a digit needs a separator.
   */
  private static final Pattern LABEL_AND_NUMBER =
      Pattern.compile("(.*?[^._ \\-0-9]|.*?[^._ -](?=[._ -]))[._ -]*\\d+(\\.[^.]*)?");

  /**
   * What a path tells.
   *
   * @param split null where the layout tells none
   */
  record Told(String label, Split split) {}

  private final String text;

  Layout(String text) {
    this.text = text;
  }

  /** As parameters and options have it. */
  String text() {
    return text;
  }

  /**
   * @return empty for {@code auto}
   * @throws IllegalArgumentException for an unknown word
   */
  static Optional<Layout> of(String text) {
    if (text.equals("auto")) {
      return Optional.empty();
    }
    for (Layout layout : values()) {
      if (layout.text.equals(text)) {
        return Optional.of(layout);
      }
    }
    throw new IllegalArgumentException(
        "layout '%s' is none of auto, split-folders, class-folders, file-names".formatted(text));
  }

  /**
   * The layout that a set of files seems to have, told from one of them.
   *
   * @param splitTold whether something else than the path says which split a file belongs to
   */
  static Layout toldBy(String path, boolean splitTold) {
    String[] parts = path.split("/");
    boolean inFolder = parts.length >= 2;
    if (inFolder && splitFolder(parts[parts.length - 2]).isPresent()) {
      return FILE_NAMES;
    }
    if (!splitTold && parts.length >= 3 && splitFolder(parts[parts.length - 3]).isPresent()) {
      return SPLIT_FOLDERS;
    }
    return inFolder ? CLASS_FOLDERS : FILE_NAMES;
  }

  /** The split that a folder above the file is called like; the lowest, if there are several. */
  static Optional<Split> splitNamedBy(String path) {
    String[] parts = path.split("/");
    return Arrays.stream(parts, 0, parts.length - 1)
        .flatMap(part -> splitFolder(part).stream())
        .reduce((above, below) -> below);
  }

  private static Optional<Split> splitFolder(String name) {
    return Optional.ofNullable(SPLIT_FOLDER_NAMES.get(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * @return empty when the path has not this layout
   */
  Optional<Told> read(String path) {
    String[] parts = path.split("/");
    int file = parts.length - 1;
    return switch (this) {
      case FILE_NAMES -> {
        Matcher matcher = LABEL_AND_NUMBER.matcher(parts[file]);
        yield matcher.matches() ? Optional.of(new Told(matcher.group(1), null)) : Optional.empty();
      }
      case CLASS_FOLDERS ->
          file >= 1 ? Optional.of(new Told(parts[file - 1], null)) : Optional.empty();
      case SPLIT_FOLDERS ->
          file >= 2
              ? splitFolder(parts[file - 2]).map(split -> new Told(parts[file - 1], split))
              : Optional.empty();
    };
  }
}

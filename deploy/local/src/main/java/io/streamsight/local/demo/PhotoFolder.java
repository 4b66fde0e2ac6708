package io.streamsight.local.demo;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.contract.dataset.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Photos of the user's: {@code FOLDER/{train,validation,test}/<label>/*.jpg}. */
final class PhotoFolder {
  private PhotoFolder() {}

  /**
   * @param limit of all images together, every label of every split keeping its share
   * @throws CommandFailedException if there is nothing to learn from
   */
  static PictureSet read(Path folder, int limit) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new CommandFailedException("--data %s is not a folder.".formatted(folder));
    }
    Map<Split, Map<String, List<Path>>> files = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      files.put(split, labels(folder.resolve(split.text())));
    }
    int found =
        files.values().stream().flatMap(m -> m.values().stream()).mapToInt(List::size).sum();
    if (found == 0) {
      throw new CommandFailedException(
          "--data %s holds no images. Put JPEG or PNG files into %s/{train,validation,test}/<label>/."
              .formatted(folder, folder));
    }
    requireLabels(folder, files);
    double share = Math.min(1, limit / (double) found);
    Map<Split, List<Picture>> splits = new EnumMap<>(Split.class);
    files.forEach((split, labels) -> splits.put(split, pictures(split, labels, share)));
    return new PictureSet(splits, splits.get(Split.TEST));
  }

  private static void requireLabels(Path folder, Map<Split, Map<String, List<Path>>> files) {
    Set<String> trained = files.get(Split.TRAIN).keySet();
    if (trained.size() < 2) {
      throw new CommandFailedException(
          "--data %s: a classifier needs two labels or more, %s/train has %s."
              .formatted(folder, folder, trained.isEmpty() ? "none" : "only " + trained));
    }
    for (Split split : Split.values()) {
      if (!files.get(split).keySet().equals(trained)) {
        throw new CommandFailedException(
            "--data %s: train has images of %s, %s of %s. All three need the same labels."
                .formatted(
                    folder, trained, split.text(), new TreeSet<>(files.get(split).keySet())));
      }
    }
  }

  private static Map<String, List<Path>> labels(Path split) throws IOException {
    Map<String, List<Path>> labels = new TreeMap<>();
    if (!Files.isDirectory(split)) {
      return labels;
    }
    for (Path label : children(split)) {
      if (Files.isDirectory(label)) {
        List<Path> images = children(label).stream().filter(PhotoFolder::isImage).toList();
        if (!images.isEmpty()) {
          labels.put(label.getFileName().toString(), images);
        }
      }
    }
    return labels;
  }

  private static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png");
  }

  /** The labels in turn, so that a part of the list has all of them. */
  private static List<Picture> pictures(Split split, Map<String, List<Path>> labels, double share) {
    List<Picture> pictures = new ArrayList<>();
    int most = labels.values().stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < most; i++) {
      for (var label : labels.entrySet()) {
        if (i < Math.ceil(label.getValue().size() * share)) {
          Path file = label.getValue().get(i);
          String id = split.text() + "." + label.getKey() + "." + file.getFileName();
          pictures.add(new Picture(id, label.getKey(), () -> Files.readAllBytes(file)));
        }
      }
    }
    return pictures;
  }
}

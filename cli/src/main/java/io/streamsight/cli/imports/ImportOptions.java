package io.streamsight.cli.imports;

import io.streamsight.cli.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How the service is to take an import: what becomes the parameters of its request. */
final class ImportOptions {
  @Option(
      names = "--dataset",
      required = true,
      paramLabel = "NAME",
      description = "The data set that the images get a place in.")
  private String dataset;

  @Option(
      names = "--layout",
      paramLabel = "L",
      defaultValue = "auto",
      description = {
        "How paths tell label and split: class-folders (LABEL/FILE), split-folders",
        "(train|validation|test/LABEL/FILE), file-names (LABEL.123.jpg), or auto: told from the"
            + " first image whose path tells a label. Default: ${DEFAULT-VALUE}"
      })
  private String layout;

  @Option(
      names = "--train",
      paramLabel = "A-B",
      description = "Images of each label with these numbers: the last one in the file's name.")
  private String train;

  @Option(names = "--validation", paramLabel = "A-B", description = "Likewise.")
  private String validation;

  @Option(
      names = "--test",
      paramLabel = "A-B",
      description = "Likewise. Images outside of every range are skipped.")
  private String test;

  @Option(
      names = "--ratio",
      paramLabel = "A,B,C",
      description = {
        "Shares of train, validation and test, drawn by a hash of the content: copies always stay",
        "together. Default where neither paths nor ranges tell: 0.7,0.15,0.15"
      })
  private String ratio;

  @Option(names = "--split", paramLabel = "S", description = "All into train, validation or test.")
  private String split;

  @Option(names = "--label", paramLabel = "L", description = "All with this label.")
  private String label;

  @Option(
      names = "--max-side",
      paramLabel = "PX",
      description = "Shrink larger pictures to this longer side. Default: leave them")
  private Integer maxSide;

  @Option(
      names = "--replace",
      description = "Put other bytes, splits and labels in the place of those that are there.")
  private boolean replace;

  @Option(
      names = "--id-prefix",
      paramLabel = "P",
      description = "Before the path, which is the image's id: kaggle/")
  private String idPrefix;

  @Option(names = "--dry-run", description = "Check and count everything, publish nothing.")
  private boolean dryRun;

  /**
   * What excludes what; the service checks the values, before the files are sent.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  void check() {
    require(!dataset.isBlank(), "--dataset is empty");
    require(label == null || !label.isBlank(), "--label is empty");
    boolean ranges = train != null || validation != null || test != null;
    require(ratio == null || !ranges, "--ratio and ranges exclude each other");
    require(
        split == null || (ratio == null && !ranges),
        "--split %s leaves nothing to split by --ratio or ranges",
        split);
  }

  /**
   * The ranges that no image was in, as they were given; most likely mistyped, or of other files.
   *
   * @param splits images by split and label
   */
  List<String> unmatchedRanges(Map<String, Map<String, Integer>> splits) {
    List<String> unmatched = new ArrayList<>();
    unmatched(unmatched, splits, "train", train);
    unmatched(unmatched, splits, "validation", validation);
    unmatched(unmatched, splits, "test", test);
    return unmatched;
  }

  private static void unmatched(
      List<String> unmatched,
      Map<String, Map<String, Integer>> splits,
      String split,
      String range) {
    if (range != null && !splits.containsKey(split)) {
      unmatched.add("--%s %s".formatted(split, range));
    }
  }

  boolean layoutIsTold() {
    return layout.equals("auto");
  }

  /** The request of an import under an id, without what only the files tell. */
  Query query(String importId) {
    return Query.of("imports", importId)
        .with("dataset", dataset)
        .with("layout", layout)
        .with("train", train)
        .with("validation", validation)
        .with("test", test)
        .with("ratio", ratio)
        .with("split", split)
        .with("label", label)
        .with("maxSide", maxSide)
        .with("replace", replace ? true : null)
        .with("idPrefix", idPrefix)
        .with("dryRun", dryRun ? true : null);
  }

  private static void require(boolean right, String message, Object... values) {
    if (!right) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }
}

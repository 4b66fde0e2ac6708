package io.streamsight.contract.dataset;

import io.streamsight.contract.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is amiss in a data set, in a stable order: by image id, copies by content hash. */
public final class Findings {
  private static final Comparator<PlacedImage> BY_CONTENT =
      Comparator.comparing(Findings::contentHash);

  private final Inventory inventory;
  private final List<Finding.Copies> copies;

  public Findings(Inventory inventory) {
    this.inventory = inventory;
    this.copies = copies(inventory);
  }

  public List<? extends Finding> of(FindingKind kind) {
    return switch (kind) {
      case DUPLICATES -> copies;
      case DUPLICATES_ACROSS_SPLITS ->
          copies.stream().filter(Finding.Copies::acrossSplits).toList();
      case CONFLICTING_LABELS -> copies.stream().filter(Finding.Copies::inConflict).toList();
      case MISSING -> all(PlacedImage.State.MISSING);
      case REFUSED -> all(PlacedImage.State.REFUSED);
      case MISPLACED ->
          inventory.images().stream().filter(Findings::misplaced).map(Findings::image).toList();
      case WITHDRAWN -> all(PlacedImage.State.WITHDRAWN);
      case UNASSIGNED ->
          inventory.unassigned().stream()
              .map(id -> new Finding.Image(id, null, null, null, null, null, null))
              .toList();
    };
  }

  private List<Finding.Image> all(PlacedImage.State state) {
    return inventory.images(state).map(Findings::image).toList();
  }

  /** A tombstone in another partition than its key's does what it should: it is no finding. */
  private static boolean misplaced(PlacedImage placed) {
    return !placed.assignment().withdrawn()
        && placed.image() != null
        && !(placed.image() instanceof IndexRecord.Erased)
        && placed.image().misplaced();
  }

  private static Finding.Image image(PlacedImage placed) {
    IndexRecord image = placed.image();
    IndexRecord.Refused refused = image instanceof IndexRecord.Refused r ? r : null;
    boolean erased = image instanceof IndexRecord.Erased;
    return new Finding.Image(
        placed.imageId(),
        placed.assignment().split(),
        placed.assignment().label(),
        refused != null ? refused.reason() : erased ? Reason.IMAGE_ERASED.code() : null,
        refused != null ? refused.detail() : null,
        image != null ? image.partition() : null,
        image != null ? image.offset() : null);
  }

  /** Sorting needs less memory than a map from every hash to its images. */
  private static List<Finding.Copies> copies(Inventory inventory) {
    List<PlacedImage> examples =
        inventory.images(PlacedImage.State.EXAMPLE).sorted(BY_CONTENT).toList();
    List<Finding.Copies> copies = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= examples.size(); i++) {
      if (i == examples.size() || BY_CONTENT.compare(examples.get(from), examples.get(i)) != 0) {
        if (i - from > 1) {
          copies.add(copies(examples.subList(from, i)));
        }
        from = i;
      }
    }
    return List.copyOf(copies);
  }

  private static Finding.Copies copies(List<PlacedImage> same) {
    return new Finding.Copies(
        contentHash(same.get(0)),
        same.stream()
            .map(p -> new Finding.Copy(p.imageId(), p.assignment().split(), p.assignment().label()))
            .toList());
  }

  private static String contentHash(PlacedImage example) {
    return ((IndexRecord.Indexed) example.image()).contentHash();
  }
}

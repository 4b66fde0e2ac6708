package io.streamsight.contract.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.image.ImageFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private final List<PlacedImage> placed = new ArrayList<>();

  private static IndexRecord indexed(String hash, long offset, boolean misplaced) {
    return new IndexRecord.Indexed(hash, 10, 4, 4, ImageFormat.JPEG, 0, offset, misplaced);
  }

  private void place(String id, Split split, String label, IndexRecord image) {
    placed.add(new PlacedImage(id, SplitAssignment.of(split, label), image));
  }

  private List<? extends Finding> find(FindingKind kind) {
    return new Findings(new Inventory("pets", placed, List.of("free", "z"))).of(kind);
  }

  @Test
  void shouldGroupExactCopiesSortedByContentThenId() {
    place("d", Split.TRAIN, "cat", indexed("h1", 3, false));
    place("c", Split.TRAIN, "cat", indexed("h2", 2, false));
    place("b", Split.TRAIN, "cat", indexed("h1", 1, false));
    place("a", Split.TRAIN, "cat", indexed("h3", 0, false));
    place("e", Split.TRAIN, "cat", indexed("h3", 4, false));
    place("f", Split.TRAIN, "cat", indexed("h3", 5, false));

    assertThat(groups(FindingKind.DUPLICATES))
        .containsExactly(
            new Finding.Copies(
                "h1",
                List.of(
                    new Finding.Copy("b", Split.TRAIN, "cat"),
                    new Finding.Copy("d", Split.TRAIN, "cat"))),
            new Finding.Copies(
                "h3",
                List.of(
                    new Finding.Copy("a", Split.TRAIN, "cat"),
                    new Finding.Copy("e", Split.TRAIN, "cat"),
                    new Finding.Copy("f", Split.TRAIN, "cat"))));
    assertThat(find(FindingKind.DUPLICATES_ACROSS_SPLITS)).isEmpty();
    assertThat(find(FindingKind.CONFLICTING_LABELS)).isEmpty();
  }

  @Test
  void shouldTellCopiesAcrossSplitsFromCopiesWithOtherLabels() {
    place("a", Split.TRAIN, "cat", indexed("leak", 0, false));
    place("b", Split.TEST, "cat", indexed("leak", 1, false));
    place("c", Split.TRAIN, "cat", indexed("quarrel", 2, false));
    place("d", Split.TRAIN, "dog", indexed("quarrel", 3, false));

    assertThat(find(FindingKind.DUPLICATES)).hasSize(2);
    assertThat(hashes(FindingKind.DUPLICATES_ACROSS_SPLITS)).containsExactly("leak");
    assertThat(hashes(FindingKind.CONFLICTING_LABELS)).containsExactly("quarrel");
  }

  @Test
  void shouldNotCountWhatIsNoExampleAsACopy() {
    place("a", Split.TRAIN, "cat", indexed("h", 0, false));
    placed.add(new PlacedImage("b", SplitAssignment.WITHDRAWN, indexed("h", 1, false)));
    place("c", Split.TRAIN, "cat", null);

    assertThat(find(FindingKind.DUPLICATES)).isEmpty();
  }

  @Test
  void shouldNameMissingRefusedErasedAndWithdrawnImagesWithTheirReasons() {
    place("absent", Split.TRAIN, "cat", null);
    place("broken", Split.TEST, "dog", new IndexRecord.Refused("image-empty", "0", 3, 1, false));
    place("erased", Split.TRAIN, "cat", new IndexRecord.Erased(3, 2, false));
    placed.add(new PlacedImage("gone", SplitAssignment.WITHDRAWN, null));

    assertThat(images(FindingKind.MISSING))
        .containsExactly(new Finding.Image("absent", Split.TRAIN, "cat", null, null, null, null));
    assertThat(images(FindingKind.REFUSED))
        .containsExactly(
            new Finding.Image("broken", Split.TEST, "dog", "image-empty", "0", 3, 1L),
            new Finding.Image("erased", Split.TRAIN, "cat", "image-erased", null, 3, 2L));
    assertThat(images(FindingKind.WITHDRAWN))
        .containsExactly(new Finding.Image("gone", null, null, null, null, null, null));
  }

  @Test
  void shouldNameMisplacedImagesButNoTombstonesAndNoWithdrawnOnes() {
    place("astray", Split.TRAIN, "cat", indexed("h1", 0, true));
    place("home", Split.TRAIN, "cat", indexed("h2", 1, false));
    place("broken", Split.TRAIN, "cat", new IndexRecord.Refused("image-empty", "", 3, 1, true));
    place("erased", Split.TRAIN, "cat", new IndexRecord.Erased(3, 2, true));
    placed.add(new PlacedImage("gone", SplitAssignment.WITHDRAWN, indexed("h3", 2, true)));

    assertThat(images(FindingKind.MISPLACED))
        .extracting(Finding.Image::imageId)
        .containsExactly("astray", "broken");
  }

  @Test
  void shouldNameUnassignedImagesSorted() {
    assertThat(images(FindingKind.UNASSIGNED))
        .extracting(Finding.Image::imageId)
        .containsExactly("free", "z");
  }

  @Test
  void shouldReadEveryKindByItsWordAndRefuseOthers() {
    for (FindingKind kind : FindingKind.values()) {
      assertThat(FindingKind.of(kind.text())).isEqualTo(kind);
    }
    assertThatThrownBy(() -> FindingKind.of("copies"))
        .hasMessageContaining("'copies'")
        .hasMessageContaining("duplicates-across-splits");
  }

  private List<Finding.Copies> groups(FindingKind kind) {
    return find(kind).stream().map(Finding.Copies.class::cast).toList();
  }

  private List<String> hashes(FindingKind kind) {
    return groups(kind).stream().map(Finding.Copies::contentHash).toList();
  }

  private List<Finding.Image> images(FindingKind kind) {
    return find(kind).stream().map(Finding.Image.class::cast).toList();
  }
}

package io.streamsight.ingest.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.dataset.FindingKind;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.Inventory;
import io.streamsight.contract.dataset.PlacedImage;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.image.ImageFormat;
import io.streamsight.contract.log.Offsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetReportTest {
  private static final Offsets INDEX = new Offsets(Map.of(0, 9L));
  private static final Offsets SPLITS = new Offsets(Map.of(3, 7L));

  private static PlacedImage example(
      String id, Split split, String label, String hash, int side, ImageFormat format) {
    return new PlacedImage(
        id,
        SplitAssignment.of(split, label),
        new IndexRecord.Indexed(hash, side * 10, side, side + 1, format, 0, 0, false));
  }

  private static Observation observed(List<PlacedImage> images, List<String> unassigned) {
    return new Observation(new Inventory("pets", images, unassigned), INDEX, SPLITS);
  }

  @Test
  void shouldCountEverythingOfADataSet() {
    Observation observed =
        observed(
            List.of(
                example("a", Split.TRAIN, "cat", "h1", 40, ImageFormat.JPEG),
                example("b", Split.TRAIN, "cat", "h1", 40, ImageFormat.JPEG),
                example("c", Split.TEST, "dog", "h1", 40, ImageFormat.JPEG),
                example("d", Split.TEST, "dog", "h2", 8, ImageFormat.PNG),
                new PlacedImage("e", SplitAssignment.of(Split.TEST, "dog"), null),
                new PlacedImage(
                    "f",
                    SplitAssignment.of(Split.TEST, "dog"),
                    new IndexRecord.Refused("image-empty", "", 0, 1, true)),
                new PlacedImage("g", SplitAssignment.WITHDRAWN, null)),
            List.of("free"));

    DatasetReport report = DatasetReport.of(observed);
    assertThat(report)
        .isEqualTo(
            new DatasetReport(
                "pets",
                Map.of("train", Map.of("cat", 2), "validation", Map.of(), "test", Map.of("dog", 2)),
                4,
                1,
                1,
                observed.inventory().asDataset().digest(),
                1_280,
                new Extent(8, 40, 40),
                new Extent(9, 41, 41),
                Map.of(ImageFormat.JPEG, 3L, ImageFormat.PNG, 1L),
                1,
                1,
                1,
                1,
                1,
                1,
                INDEX.next(),
                SPLITS.next()));
  }

  @Test
  void shouldHaveNoSizesWithoutImages() {
    DatasetReport report = DatasetReport.of(observed(List.of(), List.of()));
    assertThat(report.width()).isNull();
    assertThat(report.bytes()).isZero();
    assertThat(report.formats()).isEmpty();
  }

  @Test
  void shouldTakeTheLowerMiddleAsTheMedian() {
    assertThat(Extent.of(IntStream.of(4, 1, 3, 2))).isEqualTo(new Extent(1, 2, 4));
    assertThat(Extent.of(IntStream.of(7))).isEqualTo(new Extent(7, 7, 7));
  }

  @Test
  void shouldTurnPagesToTheEndAndBeyond() {
    Observation observed = observed(List.of(), List.of("a", "b", "c"));
    FindingsPage first = FindingsPage.of(observed, FindingKind.UNASSIGNED, 0, 2);
    assertThat(first.total()).isEqualTo(3);
    assertThat(first.findings()).hasSize(2);
    assertThat(FindingsPage.of(observed, FindingKind.UNASSIGNED, 2, 2).findings()).hasSize(1);
    assertThat(FindingsPage.of(observed, FindingKind.UNASSIGNED, 9, 2).findings()).isEmpty();
    assertThat(FindingsPage.of(observed, FindingKind.UNASSIGNED, Integer.MAX_VALUE, 2).findings())
        .isEmpty();
  }
}

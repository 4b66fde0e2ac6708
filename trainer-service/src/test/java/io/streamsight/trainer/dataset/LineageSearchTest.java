package io.streamsight.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.dataset.DatasetFold;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.contract.image.ImageFormat;
import io.streamsight.contract.log.DatasetChange;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.model.ModelMetadata.Lineage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log of a data set, as long ago as its records say. */
class LineageSearchTest {
  private static final Offsets ELSEWHERE = new Offsets(Map.of(0, 1_000L));

  private final List<DatasetChange> log = new ArrayList<>();

  @BeforeEach
  void publishTwoImages() {
    line(10, 0, "a", "h1");
    assign(11, 0, "a", Split.TRAIN, "cat");
    line(12, 1, "b", "h2");
    assign(13, 1, "b", Split.TEST, "dog");
  }

  private void line(long time, int partition, String imageId, String hash) {
    add(
        false,
        time,
        partition,
        imageId,
        fold ->
            fold.index(
                imageId, new IndexRecord.Indexed(hash, 1, 1, 1, ImageFormat.PNG, 0, time, false)));
  }

  private void erase(long time, int partition, String imageId) {
    add(
        false,
        time,
        partition,
        imageId,
        fold -> fold.index(imageId, new IndexRecord.Erased(0, time, false)));
  }

  private void assign(long time, int partition, String imageId, Split split, String label) {
    add(
        true,
        time,
        partition,
        imageId,
        fold ->
            fold.assign(
                new SplitKey("pets", imageId), SplitAssignment.of(split, label), partition, time));
  }

  private void add(
      boolean assigns, long time, int partition, String imageId, Consumer<DatasetFold> fold) {
    long offset =
        log.stream().filter(c -> c.assigns() == assigns && c.partition() == partition).count();
    log.add(new DatasetChange(assigns, partition, offset, time, imageId, fold));
  }

  /** The data set as it follows from the assignments and the lines until then. */
  private Lineage lineage(long assignmentsUntil, long linesUntil) {
    DatasetFold fold = fold(c -> c.reachedAt() <= (c.assigns() ? assignmentsUntil : linesUntil));
    return new Snapshot(fold.dataset("pets"), ELSEWHERE, ELSEWHERE).lineage();
  }

  private DatasetFold fold(Predicate<DatasetChange> which) {
    DatasetFold fold = new DatasetFold();
    log.stream().filter(which).forEach(change -> change.fold().accept(fold));
    return fold;
  }

  private void assertFound(Lineage wanted) {
    LineageSearch.Prefix found = new LineageSearch(wanted, log).find(() -> false).orElseThrow();
    DatasetFold fold =
        fold(
            c ->
                c.offset()
                    < (c.assigns() ? found.imageSplits() : found.imageIndex()).next(c.partition()));
    assertThat(fold.dataset("pets").digest()).isEqualTo(wanted.digest());
  }

  @Test
  void shouldFindTheDataSetWhateverCameLater() {
    line(30, 0, "c", "h3");
    assign(31, 1, "c", Split.TRAIN, "dog");
    assign(40, 0, "a", Split.TRAIN, "dog");
    line(50, 1, "b", "h4");
    erase(60, 0, "a");

    for (long moment : List.of(20, 35, 45, 55, 65)) {
      assertFound(lineage(moment, moment));
    }
  }

  /** The run began at 20, and waited until 32 for the index; at 25 and 30 more came. */
  @Test
  void shouldFindTheDataSetOfARunThatBeganWhileImagesWereComing() {
    assign(18, 0, "c", Split.TRAIN, "dog");
    assign(25, 0, "d", Split.TRAIN, "dog");
    line(28, 1, "d", "h4");
    line(30, 0, "c", "h3");
    Lineage wanted = lineage(20, 32);

    assertThat(wanted.images()).containsEntry(Split.TRAIN, 2);
    assertFound(wanted);
  }

  @Test
  void shouldFindNothingThatNeverWas() {
    Lineage wanted = lineage(20, 20);
    Lineage other = new Lineage("pets", "0".repeat(64), ELSEWHERE, ELSEWHERE, wanted.images());
    assertThat(new LineageSearch(other, log).find(() -> false)).isEmpty();
  }
}

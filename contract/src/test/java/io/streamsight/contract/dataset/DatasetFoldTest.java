package io.streamsight.contract.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.image.ImageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DatasetFoldTest {
  private final DatasetFold fold = new DatasetFold();

  private static IndexRecord indexed(String hash, int partition, long offset) {
    return new IndexRecord.Indexed(hash, 10, 4, 4, ImageFormat.JPEG, partition, offset, false);
  }

  private void assign(String id, Split split, String label) {
    fold.assign(new SplitKey("pets", id), SplitAssignment.of(split, label), 0, 1);
  }

  @Test
  void shouldJoinAssignmentsWithTheIndexSortedById() {
    fold.index("b", indexed("h2", 0, 1));
    fold.index("a", indexed("h1", 0, 0));
    assign("b", Split.TEST, "dog");
    assign("a", Split.TRAIN, "cat");

    assertThat(fold.dataset("pets").examples())
        .containsExactly(
            new Example("a", "h1", Split.TRAIN, "cat", 0, 0),
            new Example("b", "h2", Split.TEST, "dog", 0, 1));
    assertThat(fold.dataset("pets").labels()).containsExactly("cat", "dog");
    assertThat(fold.dataset("pets").counts())
        .isEqualTo(
            Map.of(
                Split.TRAIN,
                Map.of("cat", 1),
                Split.VALIDATION,
                Map.of(),
                Split.TEST,
                Map.of("dog", 1)));
  }

  @Test
  void shouldNameWhatIsMissingAndWhatWasRefused() {
    assign("absent", Split.TRAIN, "cat");
    assign("broken", Split.TRAIN, "cat");
    assign("erased", Split.TRAIN, "cat");
    fold.index("broken", new IndexRecord.Refused("image-truncated", "", 0, 0, false));
    fold.index("erased", indexed("h", 0, 1));
    fold.index("erased", new IndexRecord.Erased(0, 2, false));

    Dataset dataset = fold.dataset("pets");
    assertThat(dataset.examples()).isEmpty();
    assertThat(dataset.missing()).containsExactly("absent");
    assertThat(dataset.refused()).containsExactly("broken", "erased");
    fold.index("kept", indexed("other", 0, 3));
    assertThat(fold.contentHashes()).containsExactly("other");
  }

  @Test
  void shouldTakeTheLatestAssignmentAndForgetWithdrawnOnes() {
    fold.index("a", indexed("h1", 0, 0));
    assign("a", Split.TRAIN, "dog");
    assign("a", Split.TEST, "cat");
    assertThat(fold.dataset("pets").of(Split.TEST)).hasSize(1);
    assertThat(fold.dataset("pets").of(Split.TRAIN)).isEmpty();

    fold.assign(new SplitKey("pets", "a"), SplitAssignment.WITHDRAWN, 0, 2);
    assertThat(fold.dataset("pets").examples()).isEmpty();
    assertThat(fold.dataset("pets").missing()).isEmpty();
  }

  /** An erasure after a restore was not seen: it stood at a lower offset than the image had. */
  @Test
  void shouldTakeTheLaterLineThoughARestoredLogHasLowerOffsets() {
    fold.index("a", indexed("h", 3, 700));
    fold.index("a", indexed("h", 3, 2));
    assertThat(fold.image("a")).isEqualTo(indexed("h", 3, 2));
    fold.index("b", indexed("h", 3, 701));
    fold.index("b", new IndexRecord.Erased(3, 5, false));
    assertThat(fold.image("b")).isEqualTo(new IndexRecord.Erased(3, 5, false));
  }

  @Test
  void shouldTakeTheLaterIndexRecordWhenAnImageMovedToAnotherPartition() {
    fold.index("a", indexed("first", 3, 7));
    fold.index("a", indexed("second", 1, 0));
    assertThat(fold.image("a")).isEqualTo(indexed("second", 1, 0));
  }

  @Test
  void shouldSettleAnAssignmentInTwoPartitionsByItsTime() {
    SplitKey key = new SplitKey("pets", "a");
    fold.index("a", indexed("h", 0, 0));
    fold.assign(key, SplitAssignment.of(Split.TRAIN, "cat"), 2, 50);
    fold.assign(key, SplitAssignment.of(Split.TEST, "cat"), 1, 40);
    assertThat(fold.dataset("pets").of(Split.TRAIN)).hasSize(1);
    assertThat(fold.assignedAt("pets", "a")).hasValue(50);
    assertThat(fold.assignedAt("pets", "b")).isEmpty();
  }

  @Test
  void shouldGiveTheSameDataSetHoweverPartitionsInterleaveAndRecordsRepeat() {
    // Per partition a log of assignments; the order within it is kept, nothing else.
    List<List<Consumer<DatasetFold>>> logs = new ArrayList<>();
    Random random = new Random(7);
    for (int partition = 0; partition < 3; partition++) {
      int p = partition;
      List<Consumer<DatasetFold>> log = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        SplitKey key = new SplitKey("pets", "image" + random.nextInt(6));
        SplitAssignment to =
            random.nextInt(5) == 0
                ? SplitAssignment.WITHDRAWN
                : SplitAssignment.of(Split.values()[random.nextInt(3)], "l" + random.nextInt(2));
        long time = random.nextInt(20);
        log.add(f -> f.assign(key, to, p, time));
      }
      logs.add(log);
    }
    String expected = null;
    for (int round = 0; round < 50; round++) {
      DatasetFold shuffled = new DatasetFold();
      for (int i = 0; i < 6; i++) {
        shuffled.index("image" + i, indexed("h" + i, 0, i));
      }
      int[] next = new int[3];
      while (next[0] + next[1] + next[2] < 120) {
        int partition = random.nextInt(3);
        if (next[partition] < 40) {
          Consumer<DatasetFold> record = logs.get(partition).get(next[partition]++);
          record.accept(shuffled);
          if (random.nextInt(4) == 0) {
            record.accept(shuffled);
          }
        }
      }
      String digest = shuffled.dataset("pets").digest();
      assertThat(digest).isEqualTo(expected == null ? digest : expected);
      expected = digest;
    }
  }

  @Test
  void shouldGiveAnotherDigestForAnyChangeThatMattersAndTheSameForOtherOffsets() {
    fold.index("a", indexed("h1", 0, 0));
    assign("a", Split.TRAIN, "cat");
    String digest = fold.dataset("pets").digest();

    fold.index("a", indexed("h1", 5, 99));
    assertThat(fold.dataset("pets").digest()).isEqualTo(digest);
    assign("a", Split.TRAIN, "dog");
    assertThat(fold.dataset("pets").digest()).isNotEqualTo(digest);
    assign("a", Split.TEST, "cat");
    assertThat(fold.dataset("pets").digest()).isNotEqualTo(digest);
    assign("a", Split.TRAIN, "cat");
    fold.index("a", indexed("h2", 5, 100));
    assertThat(fold.dataset("pets").digest()).isNotEqualTo(digest);
  }

  @Test
  void shouldKeepDataSetsApart() {
    fold.index("a", indexed("h1", 0, 0));
    fold.assign(new SplitKey("one", "a"), SplitAssignment.of(Split.TRAIN, "cat"), 0, 1);
    fold.assign(new SplitKey("two", "a"), SplitAssignment.of(Split.TEST, "pet"), 0, 1);
    assertThat(fold.datasets()).containsExactly("one", "two");
    assertThat(fold.dataset("one").labels()).containsExactly("cat");
    assertThat(fold.dataset("none").examples()).isEmpty();
  }

  @Test
  void shouldKnowEveryPartitionThatEverHeldAnImage() {
    fold.index("a", indexed("first", 3, 7));
    fold.index("a", indexed("second", 1, 0));
    fold.index("a", new IndexRecord.Refused("image-truncated", "", 5, 2, true));
    fold.index("a", indexed("third", 1, 4));
    fold.index("b", indexed("other", 2, 1));

    assertThat(fold.positions("a")).isEqualTo(Map.of(3, 7L, 1, 4L, 5, 2L));
    assertThat(fold.positions("b")).isEqualTo(Map.of(2, 1L));
    assertThat(fold.positions("never")).isEmpty();
  }

  @Test
  void shouldNotLetARepeatFromAnotherPartitionUndoAnErasure() {
    fold.index("a", indexed("old", 3, 7));
    fold.index("a", new IndexRecord.Erased(1, 0, true));
    fold.index("a", indexed("old", 3, 7));
    assertThat(fold.image("a")).isEqualTo(new IndexRecord.Erased(1, 0, true));
  }

  @Test
  void shouldTellWhichDataSetsHaveAnImageAndSinceWhen() {
    fold.assign(new SplitKey("one", "a"), SplitAssignment.of(Split.TRAIN, "cat"), 2, 50);
    fold.assign(new SplitKey("one", "a"), SplitAssignment.of(Split.TEST, "cat"), 1, 40);
    fold.assign(new SplitKey("two", "a"), SplitAssignment.of(Split.TEST, "pet"), 0, 1);
    fold.assign(new SplitKey("three", "a"), SplitAssignment.of(Split.TEST, "pet"), 0, 1);
    fold.assign(new SplitKey("three", "a"), SplitAssignment.WITHDRAWN, 0, 2);

    assertThat(fold.datasetsOf("a")).containsExactly("one", "two");
    assertThat(fold.datasetsOf("b")).isEmpty();
    assertThat(fold.assignedAt("one", "a")).hasValue(50);
    assertThat(fold.assignedAt("one", "b")).isEmpty();
  }

  @Test
  void shouldNameIndexedImagesThatNoDataSetHas() {
    fold.index("assigned", indexed("h1", 0, 0));
    fold.index("free", indexed("h2", 0, 1));
    fold.index("withdrawn", indexed("h3", 0, 2));
    fold.index("refused", new IndexRecord.Refused("image-truncated", "", 0, 3, false));
    fold.index("erased", new IndexRecord.Erased(0, 4, false));
    assign("assigned", Split.TRAIN, "cat");
    fold.assign(new SplitKey("pets", "withdrawn"), SplitAssignment.WITHDRAWN, 0, 1);

    assertThat(fold.unassigned()).containsExactlyInAnyOrder("free", "withdrawn");
  }

  @Test
  void shouldListThemByIdInAnInventory() {
    for (String id : List.of("m", "train/cat.2", "a", "z", "train/cat.10", "b")) {
      fold.index(id, indexed("h", 0, 0));
    }

    assertThat(fold.inventory("pets").unassigned())
        .containsExactly("a", "b", "m", "train/cat.10", "train/cat.2", "z");
  }

  @Test
  void shouldNameThemRightHoweverRecordsCome() {
    assign("late", Split.TRAIN, "cat");
    fold.index("late", indexed("h1", 0, 0));
    assertThat(fold.unassigned()).isEmpty();

    fold.assign(new SplitKey("others", "late"), SplitAssignment.of(Split.TEST, "pet"), 0, 1);
    fold.assign(new SplitKey("others", "late"), SplitAssignment.WITHDRAWN, 0, 2);
    assertThat(fold.unassigned()).isEmpty();

    fold.assign(new SplitKey("pets", "late"), SplitAssignment.WITHDRAWN, 0, Long.MAX_VALUE);
    assertThat(fold.unassigned()).containsExactly("late");

    // It loses to the withdrawal: another partition, an earlier clock.
    fold.assign(new SplitKey("pets", "late"), SplitAssignment.of(Split.TEST, "cat"), 1, 3);
    assertThat(fold.unassigned()).containsExactly("late");

    fold.index("late", new IndexRecord.Erased(0, 5, false));
    assertThat(fold.unassigned()).isEmpty();
  }
}

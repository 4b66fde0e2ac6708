package io.streamsight.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.streamsight.contract.Reason;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.ImageFormat;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.log.Offsets;
import io.streamsight.trainer.dataset.Pictures;
import io.streamsight.trainer.dataset.PixelCache;
import io.streamsight.trainer.dataset.Snapshot;
import io.streamsight.trainer.dataset.SnapshotReader;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What the log says, and where its bytes are, over a real broker. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class SnapshotIT {
  private static final Preprocessing SMALL = Preprocessing.kerasV1(12, 12);

  private static final BooleanSupplier GO_ON = () -> false;

  @Inject IngestedImages images;
  @Inject SnapshotReader snapshots;
  @Inject PixelCache pixels;

  @Test
  void shouldGiveTheDataSetOfNotedOffsetsWhateverCameLater() throws Exception {
    images.publish("grown", 2);
    Snapshot before = now("grown");
    images.publish("another", 1);
    withdraw("grown", before.dataset().examples().get(0).imageId());

    assertThat(now("grown").dataset().examples()).hasSize(11);
    Snapshot again = snapshots.at("grown", before.imageIndex(), before.imageSplits(), () -> false);
    assertThat(again).isEqualTo(before);
    assertThat(again.dataset().digest()).isEqualTo(before.dataset().digest());
  }

  /** To wait for what may never come would hold up all runs. */
  @Test
  void shouldRefuseOffsetsBeyondTheEndOfTheLog() throws Exception {
    images.publish("restored", 1);
    Snapshot before = now("restored");
    Offsets beyond = new Offsets(Map.of(0, before.imageIndex().next(0) + 1_000_000));

    assertDatasetChanged(() -> snapshots.at("restored", beyond, before.imageSplits(), GO_ON));
    assertDatasetChanged(() -> snapshots.at("restored", before.imageIndex(), beyond, GO_ON));
  }

  /** A tombstone that the indexer has not seen yet erases an image all the same. */
  @Test
  void shouldWaitForTheIndexerBeforeOldDataIsTrainedOnAgain() throws Exception {
    images.publish("old", 1);
    Snapshot before = now("old");
    images.write("images", "not indexed either", "?");
    CompletableFuture<Snapshot> again =
        CompletableFuture.supplyAsync(() -> snapshots.again(before.lineage(), "a run had", GO_ON));
    await().during(Duration.ofSeconds(2)).until(() -> !again.isDone());

    images.publish("old-too", 1);
    assertThat(again.get(1, TimeUnit.MINUTES)).isEqualTo(before);
  }

  private static void assertDatasetChanged(Runnable call) {
    assertThatExceptionOfType(StreamsightException.class)
        .isThrownBy(call::run)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DATASET_CHANGED))
        .withMessageContaining("before the noted offsets");
  }

  /** A restored or mirrored log has other offsets: hashes are the truth. */
  @Test
  void shouldFindImagesByContentWhereTheIndexIsWrongAboutTheirOffsets() throws Exception {
    images.publish("moved", 3);
    List<Example> right = now("moved").dataset().of(Split.TRAIN);
    List<ByteBuffer> expected = read(right);
    List<Example> moved = new ArrayList<>();
    for (int i = 0; i < right.size(); i++) {
      Example e = right.get(i);
      moved.add(
          switch (i) {
            case 0 -> at(e, e.partition(), right.get(1).offset());
            case 1 -> at(e, e.partition(), e.offset() + 1_000_000);
            case 2 -> at(e, 99, e.offset());
            default -> e;
          });
    }

    // What is cached is not looked for.
    pixels.purge(Set::of);
    assertThat(read(moved)).isEqualTo(expected);
  }

  @Test
  void shouldNameImagesThatTheLogNoLongerHolds() throws Exception {
    images.publish("ghosts", 1);
    Example there = now("ghosts").dataset().of(Split.TRAIN).get(0);
    images.write(
        "image-index",
        "ghost",
        json(
            new IndexRecord.Indexed(
                Sha256.of("gone"),
                4,
                40,
                40,
                ImageFormat.PNG,
                there.partition(),
                there.offset(),
                false)));
    assign("ghosts", "ghost", Split.TRAIN, "cat");

    List<Example> train = now("ghosts").dataset().of(Split.TRAIN);
    assertThat(train).hasSize(3);
    assertThatExceptionOfType(StreamsightException.class)
        .isThrownBy(() -> read(train))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.IMAGE_LOST))
        .withMessageContaining("1 of 3 images are no longer in images, among them [ghost]");
  }

  @Test
  void shouldRefuseWhatCannotTrainWithTheCountsThatMatter() throws Exception {
    images.publish("gaps", 2);
    now("gaps").requireTrainable(0);
    assign("gaps", "never-published", Split.TRAIN, "cat");
    Snapshot gaps = now("gaps");
    gaps.requireTrainable(0.1);
    assertThatExceptionOfType(StreamsightException.class)
        .isThrownBy(() -> gaps.requireTrainable(0.01))
        .withMessageContaining(
            "1 assigned images are missing and 0 refused or erased, of 13; 1.0 % are allowed");

    for (Example test : gaps.dataset().of(Split.TEST)) {
      withdraw("gaps", test.imageId());
    }
    assertThatExceptionOfType(StreamsightException.class)
        .isThrownBy(() -> now("gaps").requireTrainable(1))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DATASET_UNTRAINABLE))
        .withMessageContaining("its test split is empty")
        .withMessageContaining("train={cat=2, dog=2}");
    assertThatExceptionOfType(StreamsightException.class)
        .isThrownBy(() -> now("nobody-assigned-any").requireTrainable(1))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DATASET_UNKNOWN))
        .withMessageContaining("There is no data set nobody-assigned-any");
  }

  @Test
  void shouldStopWhereverItIs() throws Exception {
    images.publish("stopped", 2);
    Snapshot snapshot = now("stopped");
    assertCancelled(() -> snapshots.now("stopped", () -> true));
    assertCancelled(
        () -> snapshots.at("stopped", snapshot.imageIndex(), snapshot.imageSplits(), () -> true));
    assertCancelled(
        () ->
            pixels.open(
                snapshot.dataset().of(Split.TRAIN),
                Preprocessing.kerasV1(10, 10),
                () -> true,
                (done, of) -> {}));

    // The indexer is behind, and two minutes may pass until that counts as an error.
    images.write("images", "not indexed", "?");
    AtomicInteger asked = new AtomicInteger();
    assertCancelled(() -> snapshots.now("stopped", () -> asked.incrementAndGet() > 2));
    images.publish("stopped", 1);
  }

  private static void assertCancelled(Runnable call) {
    assertThatExceptionOfType(CancellationException.class).isThrownBy(call::run);
  }

  private Snapshot now(String dataset) {
    return snapshots.now(dataset, () -> false);
  }

  private static Example at(Example e, int partition, long offset) {
    return new Example(e.imageId(), e.contentHash(), e.split(), e.label(), partition, offset);
  }

  private List<ByteBuffer> read(List<Example> examples) throws Exception {
    return read(examples, SMALL);
  }

  private List<ByteBuffer> read(List<Example> examples, Preprocessing preprocessing)
      throws Exception {
    List<ByteBuffer> read = new ArrayList<>();
    try (Pictures pictures = pixels.open(examples, preprocessing, () -> false, (d, o) -> {})) {
      for (int i = 0; i < pictures.count(); i++) {
        ByteBuffer picture = ByteBuffer.allocate(pictures.pictureBytes());
        pictures.read(i, picture);
        read.add(picture.flip());
      }
    }
    return read;
  }

  private void assign(String dataset, String imageId, Split split, String label) throws Exception {
    images.write("image-splits", key(dataset, imageId), json(SplitAssignment.of(split, label)));
  }

  private void withdraw(String dataset, String imageId) throws Exception {
    images.write("image-splits", key(dataset, imageId), json(SplitAssignment.WITHDRAWN));
  }

  private static String key(String dataset, String imageId) {
    return new String(new SplitKey(dataset, imageId).toKey(), StandardCharsets.UTF_8);
  }

  private static String json(Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }
}

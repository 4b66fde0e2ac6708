package io.streamsight.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.trainer.dataset.Pictures;
import io.streamsight.trainer.dataset.PixelCache;
import io.streamsight.trainer.dataset.PixelFile;
import io.streamsight.trainer.dataset.Snapshot;
import io.streamsight.trainer.dataset.SnapshotReader;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An erased image leaves the trainer too, though the log may hold its bytes for a week. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class ErasureIT {
  private static final Preprocessing SMALL = Preprocessing.kerasV1(16, 16);

  @Inject IngestedImages images;
  @Inject SnapshotReader snapshots;
  @Inject PixelCache pixels;
  @Inject TrainerConfig config;

  @Test
  void shouldDeleteThePixelsOfAnErasedImageAtTheNextSnapshot() throws Exception {
    images.publish("erasing", 2);
    Snapshot before = snapshots.now("erasing", () -> false);
    open(before, Split.TRAIN).close();
    open(before, Split.TEST).close();
    assertThat(cached()).containsAll(hashes(before));

    Example erased = before.dataset().of(Split.TRAIN).get(0);
    images.write(
        "image-index",
        erased.imageId(),
        new String(
            Json.write(new IndexRecord.Erased(erased.partition(), erased.offset() + 1, false)),
            StandardCharsets.UTF_8));
    // The same data as a run began with is still told, but is no reason to forget.
    assertThat(
            snapshots
                .at("erasing", before.imageIndex(), before.imageSplits(), () -> false)
                .dataset()
                .of(Split.TRAIN))
        .contains(erased);
    assertThat(cached()).contains(erased.contentHash());

    Snapshot after = snapshots.now("erasing", () -> false);

    // Whoever repeats the run would write them to the disk again.
    assertThatExceptionOfType(StreamsightException.class)
        .isThrownBy(() -> snapshots.again(before.lineage(), "a run had", () -> false))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.IMAGE_LOST))
        .withMessageContaining(erased.imageId());
    assertThat(after.dataset().refused()).containsExactly(erased.imageId());
    assertThat(cached()).doesNotContain(erased.contentHash()).containsAll(hashes(after));
  }

  private Pictures open(Snapshot snapshot, Split split) {
    return pixels.open(snapshot.dataset().of(split), SMALL, () -> false, (done, of) -> {});
  }

  /** Of the two splits that are opened here. */
  private static List<String> hashes(Snapshot snapshot) {
    return snapshot.dataset().examples().stream()
        .filter(example -> example.split() != Split.VALIDATION)
        .map(Example::contentHash)
        .toList();
  }

  /** Content hashes of all pictures on the disk. */
  private List<String> cached() throws IOException {
    List<String> hashes = new ArrayList<>();
    try (Stream<Path> files = Files.list(config.cacheDir())) {
      for (Path path : files.filter(file -> file.toString().endsWith(".pixels")).toList()) {
        try (PixelFile file = PixelFile.open(path)) {
          IntStream.range(0, file.count()).mapToObj(file::contentHash).forEach(hashes::add);
        }
      }
    }
    return hashes;
  }
}

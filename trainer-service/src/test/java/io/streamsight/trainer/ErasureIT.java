package io.streamsight.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.trainer.dataset.PixelCache;
import io.streamsight.trainer.dataset.Snapshot;
import io.streamsight.trainer.dataset.SnapshotReader;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    Path train = made(before, Split.TRAIN);
    Path test = made(before, Split.TEST);

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
    assertThat(train).exists();

    Snapshot after = snapshots.now("erasing", () -> false);

    assertThat(after.dataset().refused()).containsExactly(erased.imageId());
    assertThat(train).doesNotExist();
    assertThat(test).exists();
  }

  /** The file of pixels that opening them for the first time makes. */
  private Path made(Snapshot snapshot, Split split) throws IOException {
    List<Path> others = files();
    pixels.open(snapshot.dataset().of(split), SMALL, () -> false, (done, of) -> {}).close();
    List<Path> made = files().stream().filter(file -> !others.contains(file)).toList();
    assertThat(made).hasSize(1);
    return made.get(0);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(config.cacheDir())) {
      return files.filter(file -> file.toString().endsWith(".pixels")).toList();
    }
  }
}

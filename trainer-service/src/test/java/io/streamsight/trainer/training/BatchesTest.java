package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {
  private static final Recipe STILL =
      Recipe.of("keras", Map.of("flip", false, "rotation", 0, "zoom", 0));

  @TempDir Path folder;
  private Examples examples;
  private Batches batches;

  @BeforeEach
  void open() {
    // Every label its own, so that labels tell which images came.
    Examples drawn = Drawings.write(folder.resolve("pixels"), 21, 16, 3, 1);
    examples = new Examples(drawn.pixels(), IntStream.range(0, 21).toArray());
    batches = new Batches(4, drawn.pixels().pictureBytes(), 9);
  }

  @AfterEach
  void close() throws IOException {
    batches.close();
    examples.close();
  }

  @Test
  void shouldShowEveryImageOnceInAnotherOrderEachEpochButForALastSingleOne() {
    List<Integer> first = labels(1);
    // 21 images: five batches of four; the one left over would be a batch of one.
    assertThat(first).hasSize(20).doesNotHaveDuplicates();
    assertThat(labels(1)).isEqualTo(first);
    assertThat(labels(2)).hasSize(20).isNotEqualTo(first);
  }

  @Test
  void shouldGiveTheSamePixelsForTheSameEpochAndOthersForTheNext() {
    byte[] first = pixels(1, Recipe.KERAS);
    assertThat(pixels(1, Recipe.KERAS)).isEqualTo(first);
    assertThat(pixels(2, Recipe.KERAS)).isNotEqualTo(first);
  }

  @Test
  void shouldMixPicturesAndTellTheirShares() {
    Recipe mixed = Recipe.of("keras", Map.of("mixup", 1));
    List<Float> first = shares(1, mixed);
    assertThat(first).hasSize(20).allMatch(share -> share >= 0.5f && share <= 1);
    assertThat(first).anyMatch(share -> share < 0.9f);
    assertThat(shares(1, mixed)).isEqualTo(first);
    assertThat(shares(2, mixed)).isNotEqualTo(first);
    assertThat(shares(1, Recipe.KERAS)).containsOnly(1f);
    assertThat(pixels(1, mixed)).isEqualTo(pixels(1, mixed)).isNotEqualTo(pixels(1, Recipe.KERAS));
  }

  @Test
  void shouldPutEachImagesPixelsBesideItsLabel() {
    byte[] all = bytes(Drawings.read(examples));
    int bytes = examples.pixels().pictureBytes();
    batches.shuffled(
        examples,
        1,
        STILL,
        16,
        batch -> {
          for (int i = 0; i < batch.size(); i++) {
            int label = batch.labels()[i];
            assertThat(batch.pixels().slice(i * bytes, bytes))
                .isEqualTo(ByteBuffer.wrap(all, label * bytes, bytes));
          }
          return true;
        });
  }

  @Test
  void shouldMakeTrainingPicturesSmallerAndScoreThemAsTheyAre() {
    Recipe mixed = Recipe.of("strong", Map.of("cutmix", 1));
    batches.shuffled(
        examples,
        1,
        mixed,
        12,
        batch -> {
          assertThat(batch.side()).isEqualTo(12);
          assertThat(batch.pixels().remaining()).isEqualTo(4 * 12 * 12 * 3);
          return true;
        });
    batches.sample(examples, 1, 1, batch -> isWhole(batch));
    batches.plain(examples, batch -> isWhole(batch));
  }

  private static boolean isWhole(Batches.Batch batch) {
    assertThat(batch.side()).isEqualTo(16);
    assertThat(batch.pixels().remaining()).isEqualTo(batch.size() * 16 * 16 * 3);
    return true;
  }

  @Test
  void shouldGiveAllImagesInOrderForScoring() {
    List<Integer> labels = new ArrayList<>();
    batches.plain(examples, batch -> collect(batch, labels));
    assertThat(labels).isEqualTo(IntStream.range(0, 21).boxed().toList());
  }

  /** A short batch once weighed as much as a full one in the statistics of batch norm. */
  @Test
  void shouldSampleFullBatchesAloneUnlessNoneIsFull() {
    List<Integer> sizes = new ArrayList<>();
    assertThat(batches.sample(examples, 1, 9, batch -> sizes.add(batch.size()))).isTrue();
    assertThat(sizes).containsExactly(4, 4, 4, 4, 4);
    sizes.clear();
    try (Batches large = new Batches(30, examples.pixels().pictureBytes(), 9)) {
      large.sample(examples, 1, 9, batch -> sizes.add(batch.size()));
    }
    assertThat(sizes).containsExactly(21);
    assertThat(batches.sample(examples, 1, 0, batch -> sizes.add(0))).isTrue();
    assertThat(sizes).as("none of 0").hasSize(1);
  }

  @Test
  void shouldStopWhenTheSinkHasEnough() {
    List<Integer> labels = new ArrayList<>();
    assertThat(batches.plain(examples, batch -> collect(batch, labels) && labels.size() < 8))
        .isFalse();
    assertThat(labels).hasSize(8);
    labels.clear();
    assertThat(batches.plain(examples, batch -> collect(batch, labels) && labels.size() < 21))
        .as("enough with the last")
        .isTrue();
    assertThat(labels).as("and begin anew").hasSize(21);
  }

  @Test
  void shouldFailWithTheDamageOfTheFile() throws IOException {
    Path path = folder.resolve("pixels");
    byte[] bytes = Files.readAllBytes(path);
    bytes[100] ^= 1;
    Files.write(path, bytes);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> batches.plain(examples, batch -> true))
        .withMessageContaining("picture 0 of")
        .withMessageContaining("is damaged");
  }

  private List<Integer> labels(int epoch) {
    List<Integer> labels = new ArrayList<>();
    batches.shuffled(examples, epoch, STILL, 16, batch -> collect(batch, labels));
    return labels;
  }

  private List<Float> shares(int epoch, Recipe recipe) {
    List<Float> shares = new ArrayList<>();
    batches.shuffled(
        examples,
        epoch,
        recipe,
        16,
        batch -> {
          for (float share : batch.shares()) {
            shares.add(share);
          }
          return true;
        });
    return shares;
  }

  private static boolean collect(Batches.Batch batch, List<Integer> labels) {
    IntStream.of(batch.labels()).forEach(labels::add);
    return true;
  }

  private byte[] pixels(int epoch, Recipe recipe) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    batches.shuffled(
        examples,
        epoch,
        recipe,
        16,
        batch -> {
          all.writeBytes(bytes(batch.pixels()));
          return true;
        });
    return all.toByteArray();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}

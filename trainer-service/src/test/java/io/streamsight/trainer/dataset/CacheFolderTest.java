package io.streamsight.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.image.Preprocessing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
  private static final Preprocessing SMALL = Preprocessing.kerasV1(2, 4);

  @TempDir Path temporary;
  private Path path;
  private CacheFolder folder;

  @BeforeEach
  void name() {
    path = temporary.resolve("cache");
    folder = new CacheFolder(path);
  }

  @Test
  void shouldDeleteOnlyFilesWithAPictureThatTheIndexNoLongerHolds() throws IOException {
    Path first = write("a", "b");
    Path second = write("b", "c");

    folder.purge(() -> Set.of("a", "b", "c", "d"));
    assertThat(first).exists();
    assertThat(second).exists();

    folder.purge(() -> Set.of("a", "b", "d"));
    assertThat(first).exists();
    assertThat(second).doesNotExist();
    assertThat(names()).as("its list is deleted too").hasSize(2);
  }

  @Test
  void shouldLetARunGoOnWhoseFileIsDeleted() throws IOException {
    try (PixelFile file = PixelFile.open(write("a", "b"))) {
      folder.purge(Set::of);

      assertThat(names()).isEmpty();
      ByteBuffer picture = ByteBuffer.allocate(file.pictureBytes());
      file.read(1, picture);
      assertThat(picture.get(0)).isEqualTo((byte) 1);
    }
  }

  @Test
  void shouldDeleteFilesOfAnOlderReleaseWhichDoNotSayWhatTheyHold() throws IOException {
    Path unlisted = write("a");
    Files.delete(path.resolve(unlisted.getFileName().toString().replace(".pixels", ".hashes")));

    folder.purge(() -> Set.of("a"));

    assertThat(names()).isEmpty();
  }

  @Test
  void shouldDeleteWhatAKilledProcessLeftHalfWrittenButNotWhatIsBeingWritten() throws IOException {
    Files.createDirectories(path);
    Path abandoned = Files.createFile(path.resolve("x.pixels1.part"));
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    Path current = Files.createFile(path.resolve("y.pixels2.part"));

    folder.purge(Set::of);

    assertThat(abandoned).doesNotExist();
    assertThat(current).exists();
  }

  /** Else a file of images that came while the index was read would be held against it. */
  @Test
  void shouldNotJudgeFilesThatAppearWhileTheIndexIsRead() throws IOException {
    write("a");
    Supplier<Set<String>> index =
        () -> {
          try {
            write("new");
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
          return Set.of("a");
        };

    folder.purge(index);

    assertThat(folder.pixels(examples("a"), SMALL)).exists();
    assertThat(folder.pixels(examples("new"), SMALL)).exists();
  }

  @Test
  void shouldNotReadTheIndexForNothing() throws IOException {
    folder.purge(
        () -> {
          throw new AssertionError("there is nothing to judge");
        });

    assertThat(path).doesNotExist();
  }

  @Test
  void shouldNameFilesByContentOrderAndPreprocessing() {
    assertThat(folder.pixels(examples("a", "b"), SMALL))
        .isEqualTo(folder.pixels(examples("a", "b"), SMALL))
        .isNotEqualTo(folder.pixels(examples("b", "a"), SMALL))
        .isNotEqualTo(folder.pixels(examples("a", "b"), Preprocessing.kerasV1(4, 2)));
  }

  private Path write(String... hashes) throws IOException {
    List<Example> examples = examples(hashes);
    Path pixels = folder.pixels(examples, SMALL);
    try (PixelFile.Writer writer = PixelFile.write(pixels, hashes.length, 2, 4)) {
      for (int i = 0; i < hashes.length; i++) {
        byte[] picture = new byte[24];
        Arrays.fill(picture, (byte) i);
        writer.put(i, ByteBuffer.wrap(picture));
      }
      folder.note(pixels, examples);
      writer.finish().close();
    }
    return pixels;
  }

  private static List<Example> examples(String... hashes) {
    return Arrays.stream(hashes)
        .map(hash -> new Example("id-" + hash, hash, Split.TRAIN, "cat", 0, 0))
        .toList();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}

package io.streamsight.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamsight.contract.Sha256;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.image.ImageLimits;
import io.streamsight.contract.image.Preprocessing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelCacheTest {
  private static final Preprocessing SMALL = Preprocessing.kerasV1(6, 8);
  private static final BooleanSupplier GO_ON = () -> false;
  private static final long ROOMY = 1 << 30;
  private static final FetchProgress NOBODY = (done, of) -> {};

  /** Header, pictures and table of a file of ten. */
  private static final long TEN = 24 + 10 * (6 * 8 * 3 + 36);

  @TempDir Path temporary;
  private final SolidImages images = new SolidImages();

  private PixelCache cache(long bytes) {
    return new PixelCache(temporary.resolve("cache"), bytes, ImageLimits.DEFAULT, images);
  }

  private Pictures open(List<Example> examples) {
    return cache(ROOMY).open(examples, SMALL, GO_ON, NOBODY);
  }

  @Test
  void shouldGivePicturesInTheOrderOfTheExamplesCopiesIncluded() throws IOException {
    List<Example> examples =
        List.of(
            images.example(7, "a"),
            images.example(70_000, "b"),
            images.example(7, "copy of a"),
            images.example(1, "c"));

    try (Pictures pictures = open(examples)) {
      assertThat(SolidImages.numbers(pictures)).containsExactly(7, 70_000, 7, 1);
      assertThat(pictures.height()).isEqualTo(6);
      assertThat(pictures.width()).isEqualTo(8);
      assertThat(images.fetched()).containsExactly("a", "b", "c");
    }
  }

  @Test
  void shouldFetchOnlyWhatIsNewWhateverListItIsIn() throws IOException {
    open(images.examples(0, 50)).close();
    images.fetched();

    try (Pictures grown = open(images.examples(40, 53))) {
      assertThat(images.fetched()).containsExactly("id-50", "id-51", "id-52");
      assertThat(SolidImages.numbers(grown)).isEqualTo(numbers(40, 53));
    }
    open(images.examples(0, 53)).close();
    assertThat(images.fetched()).isEmpty();
  }

  @Test
  void shouldNotTakePicturesOfAnotherPreprocessing() {
    List<Example> examples = images.examples(0, 3);
    closed(open(examples));
    images.fetched();

    closed(cache(ROOMY).open(examples, Preprocessing.kerasV1(8, 6), GO_ON, NOBODY));

    assertThat(images.fetched()).hasSize(3);
  }

  @Test
  void shouldMakeOnlyDamagedPicturesAgain() throws IOException {
    List<Example> examples = images.examples(0, 20);
    open(examples).close();
    images.fetched();
    Path file = onlyFile();
    int position = position(file, examples.get(13));
    flip(file, 24 + position * SMALL.bytes() + 5);

    try (Pictures pictures = open(examples)) {
      assertThat(images.fetched()).containsExactly("id-13");
      assertThat(SolidImages.numbers(pictures)).isEqualTo(numbers(0, 20));
    }
    open(examples).close();
    assertThat(images.fetched()).as("mended for good").isEmpty();
    assertThat(cached()).hasSize(20);
  }

  @Test
  void shouldMakeAFileAgainWhoseTableIsDamaged() throws IOException {
    List<Example> examples = images.examples(0, 5);
    open(examples).close();
    images.fetched();
    Path file = onlyFile();
    flip(file, (int) Files.size(file) - 1);

    try (Pictures pictures = open(examples)) {
      assertThat(images.fetched()).hasSize(5);
      assertThat(SolidImages.numbers(pictures)).isEqualTo(numbers(0, 5));
    }
    assertThat(file).doesNotExist();
  }

  /** An interrupt closes channels in the middle of a read. */
  @Test
  void shouldNotTakeAnInterruptForDamage() throws IOException {
    List<Example> examples = images.examples(0, 5);
    open(examples).close();
    images.fetched();

    BooleanSupplier interrupting =
        () -> {
          Thread.currentThread().interrupt();
          return false;
        };
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> cache(ROOMY).open(examples, SMALL, interrupting, NOBODY))
        .withCauseInstanceOf(ClosedChannelException.class);
    assertThat(Thread.interrupted()).isTrue();

    open(examples).close();
    assertThat(images.fetched()).isEmpty();
    assertThat(marks()).isEmpty();
  }

  @Test
  void shouldKeepWhatWasDecodedBeforeItWasStopped() {
    List<Example> examples = images.examples(0, 30);
    AtomicInteger fetched = new AtomicInteger();

    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () ->
                cache(ROOMY)
                    .open(
                        examples,
                        SMALL,
                        () -> fetched.get() >= 10,
                        (done, of) -> fetched.set(done)));
    int before = images.fetched().size();
    assertThat(before).isBetween(10, 29);

    closed(open(examples));
    assertThat(images.fetched()).hasSize(30 - before);
    assertThat(marks()).as("nothing is said to be in use").isEmpty();
  }

  @Test
  void shouldTellHowManyOfTheLackingPicturesAreFetched() {
    closed(open(images.examples(0, 4)));
    List<String> told = new ArrayList<>();

    closed(
        cache(ROOMY)
            .open(images.examples(0, 7), SMALL, GO_ON, (done, of) -> told.add(done + " of " + of)));
    assertThat(told).containsExactly("0 of 3", "1 of 3", "2 of 3", "3 of 3");
  }

  @Test
  void shouldNameAnImageThatDoesNotDecodeAndKeepTheOthers() {
    Example broken = new Example("broken", Sha256.of("?"), Split.TRAIN, "cat", 0, 0);
    ImageSource source =
        (examples, stop, sink) -> {
          for (int i = 0; i < examples.size(); i++) {
            if (examples.get(i) == broken) {
              sink.accept(i, new byte[] {1, 2, 3});
            } else {
              int position = i;
              images.fetch(
                  List.of(examples.get(i)), stop, (p, bytes) -> sink.accept(position, bytes));
            }
          }
        };
    List<Example> examples = new ArrayList<>(images.examples(0, 3));
    examples.add(broken);
    PixelCache cache =
        new PixelCache(temporary.resolve("cache"), ROOMY, ImageLimits.DEFAULT, source);

    assertThatExceptionOfType(StreamsightException.class)
        .isThrownBy(() -> cache.open(examples, SMALL, GO_ON, NOBODY))
        .withMessageContaining("Image broken is indexed, but does not decode here");
    assertThat(cached()).hasSize(3);
  }

  @Test
  void shouldMakeRoomWithWhatWasNotUsedForLongest() {
    PixelCache full = cache(2 * TEN);
    openTen(full, 0);
    openTen(full, 10);
    age(Duration.ofHours(1));
    openTen(full, 0);
    images.fetched();

    openTen(full, 20);

    assertThat(cachedNumbers()).isEqualTo(Set.of(0, 20));
  }

  @Test
  void shouldNeverMakeRoomWithWhatARunUsesAndTidyUpAfterIt() throws IOException {
    PixelCache full = cache(2 * TEN);
    Pictures first = full.open(images.examples(0, 10), SMALL, GO_ON, NOBODY);
    Pictures second = full.open(images.examples(10, 20), SMALL, GO_ON, NOBODY);
    age(Duration.ofHours(1));

    Pictures third = full.open(images.examples(20, 30), SMALL, GO_ON, NOBODY);
    assertThat(cachedNumbers()).as("all three, though two fit").isEqualTo(Set.of(0, 10, 20));

    second.close();
    assertThat(cachedNumbers()).isEqualTo(Set.of(0, 20));
    assertThat(SolidImages.numbers(first)).isEqualTo(numbers(0, 10));
    first.close();
    third.close();
    assertThat(cachedNumbers()).isEqualTo(Set.of(0, 20));
  }

  @Test
  void shouldRemoveErasedPicturesFromTheDiskButLetARunGoOn() throws IOException {
    List<Example> examples = images.examples(0, 10);
    try (Pictures run = open(examples)) {
      images.fetched();
      Path before = onlyFile();
      Set<String> indexed =
          examples.subList(0, 9).stream().map(Example::contentHash).collect(Collectors.toSet());

      cache(ROOMY).purge(() -> indexed);

      assertThat(before).doesNotExist();
      assertThat(cached()).containsExactlyInAnyOrderElementsOf(indexed);
      assertThat(SolidImages.numbers(run)).isEqualTo(numbers(0, 10));
    }
    open(examples.subList(0, 9)).close();
    assertThat(images.fetched()).isEmpty();

    cache(ROOMY).purge(Set::of);
    assertThat(files()).isEmpty();
  }

  /** Else pictures of images that came while the index was read would be held against it. */
  @Test
  void shouldNotJudgeFilesThatAppearWhileTheIndexIsRead() {
    List<Example> old = images.examples(0, 1);
    List<Example> later = images.examples(1, 2);
    closed(open(old));

    cache(ROOMY)
        .purge(
            () -> {
              closed(open(later));
              return Set.of(old.get(0).contentHash());
            });

    assertThat(cachedNumbers()).isEqualTo(Set.of(0, 1));
  }

  @Test
  void shouldNotReadTheIndexForNothing() {
    cache(ROOMY)
        .purge(
            () -> {
              throw new AssertionError("there is nothing to judge");
            });
    assertThat(temporary.resolve("cache")).doesNotExist();
  }

  @Test
  void shouldDeleteWhatAKilledProcessLeftHalfWrittenButNotWhatIsBeingWritten() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("cache"));
    Path abandoned = Files.createFile(folder.resolve("x.pixels1.part"));
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    Path current = Files.createFile(folder.resolve("y.pixels2.part"));

    cache(ROOMY).purge(Set::of);

    assertThat(abandoned).doesNotExist();
    assertThat(current).exists();
  }

  /** A data set that grows every day must not be hundreds of files. */
  @Test
  void shouldMakeManySmallFilesFew() throws IOException {
    for (int i = 0; i < 40; i++) {
      open(images.examples(i, i + 1)).close();
    }
    images.fetched();
    assertThat(files()).hasSizeLessThan(20);
    assertThat(cached()).as("none twice, none lost").hasSize(40);
    try (Pictures all = open(images.examples(0, 40))) {
      assertThat(SolidImages.numbers(all)).isEqualTo(numbers(0, 40));
    }
    assertThat(images.fetched()).isEmpty();
  }

  private void openTen(PixelCache cache, int from) {
    closed(cache.open(images.examples(from, from + 10), SMALL, GO_ON, NOBODY));
  }

  private static void closed(Pictures pictures) {
    try {
      pictures.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  /** As if nothing had been used since. */
  private void age(Duration by) {
    for (Path file : files()) {
      try {
        Instant used = Files.getLastModifiedTime(file).toInstant();
        Files.setLastModifiedTime(file, FileTime.from(used.minus(by)));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static int position(Path path, Example example) throws IOException {
    try (PixelFile file = PixelFile.open(path)) {
      return IntStream.range(0, file.count())
          .filter(i -> file.contentHash(i).equals(example.contentHash()))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void flip(Path path, int at) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(at);
      int old = file.read();
      file.seek(at);
      file.write(old ^ 1);
    }
  }

  private Path onlyFile() {
    assertThat(files()).hasSize(1);
    return files().get(0);
  }

  private List<Path> files() {
    return list(".pixels");
  }

  private List<Path> marks() {
    return list(".use");
  }

  private List<Path> list(String suffix) {
    try (Stream<Path> files = Files.list(temporary.resolve("cache"))) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Content hashes of all pictures on the disk. */
  private List<String> cached() {
    List<String> hashes = new ArrayList<>();
    for (Path path : files()) {
      try (PixelFile file = PixelFile.open(path)) {
        IntStream.range(0, file.count()).mapToObj(file::contentHash).forEach(hashes::add);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return hashes;
  }

  /** The lowest number of each file: which of the groups of images are there. */
  private Set<Integer> cachedNumbers() {
    return files().stream()
        .map(
            path -> {
              try (PixelFile file = PixelFile.open(path)) {
                return SolidImages.numbers(file).stream().min(Integer::compare).orElseThrow();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            })
        .collect(Collectors.toSet());
  }
}

package io.streamsight.trainer.dataset;

import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.image.Preprocessing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pictures of a list of examples, wherever in the cache each is. Filled by one thread, then
 * read by any. A few bytes an example are held in memory, and one open file for each that has some.
 */
final class CachedPictures implements Pictures {
  private final List<Example> examples;
  private final Preprocessing preprocessing;
  private final CacheUse use;
  private final CacheSpace space;
  private final List<PixelFile> files = new ArrayList<>();
  private final PixelFile[] file;
  private final int[] place;

  /** Positions in the list by content hash; copies under other ids share a picture. */
  private final Map<String, List<Integer>> lacking = new HashMap<>();

  /**
   * @param use closed with the pictures
   * @param space which may be too full for as long as they are open
   */
  CachedPictures(
      List<Example> examples, Preprocessing preprocessing, CacheUse use, CacheSpace space) {
    this.examples = examples;
    this.preprocessing = preprocessing;
    this.use = use;
    this.space = space;
    file = new PixelFile[examples.size()];
    place = new int[examples.size()];
    for (int i = 0; i < examples.size(); i++) {
      lacking.computeIfAbsent(examples.get(i).contentHash(), h -> new ArrayList<>(1)).add(i);
    }
  }

  /**
   * Takes what is lacking from a file, after reading it once: a damaged picture must not end a run
   * hours later. Closes the file when it is of no use, or else with the pictures.
   *
   * @return false when a picture that is lacking is damaged there
   */
  boolean take(PixelFile candidate) throws IOException {
    boolean sound = true;
    boolean useful = false;
    // Held from here on: whatever goes wrong, it is closed.
    files.add(candidate);
    ByteBuffer picture = ByteBuffer.allocate(pictureBytes());
    for (int i = 0; i < candidate.count() && !lacking.isEmpty(); i++) {
      String hash = candidate.contentHash(i);
      List<Integer> positions = lacking.get(hash);
      if (positions != null) {
        if (candidate.readSound(i, picture.clear())) {
          for (int position : positions) {
            file[position] = candidate;
            place[position] = i;
          }
          lacking.remove(hash);
          useful = true;
        } else {
          sound = false;
        }
      }
    }
    if (useful) {
      use(candidate.path());
    } else {
      files.remove(candidate);
      candidate.close();
    }
    return sound;
  }

  /** Nobody makes room by deleting this file until the pictures are closed. */
  void use(Path path) throws IOException {
    use.add(path);
    CacheFolder.setLastUsed(path, FileTime.from(Instant.now()));
  }

  boolean isComplete() {
    return lacking.isEmpty();
  }

  /** One example for each picture that is still lacking, in the order of the list. */
  List<Example> lacking() {
    return lacking.values().stream()
        .map(positions -> positions.get(0))
        .sorted()
        .map(examples::get)
        .toList();
  }

  @Override
  public int count() {
    return examples.size();
  }

  @Override
  public int height() {
    return preprocessing.height();
  }

  @Override
  public int width() {
    return preprocessing.width();
  }

  @Override
  public void read(int position, ByteBuffer target) throws IOException {
    file[position].read(place[position], target);
  }

  @Override
  public void close() throws IOException {
    try (use) {
      PixelFile.closeAll(files);
    }
    space.tidy();
  }
}

package io.streamsight.trainer.dataset;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.image.ImageLimits;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.trainer.TrainerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Decoded pixels of images, each decoded once for a preprocessing, whatever lists it is in. A
 * picture that is missing or damaged is made again from the log; one that was erased is removed;
 * what was not used for long goes when there is no room. Several processes may share a folder.
 */
@ApplicationScoped
public class PixelCache {
  private final CacheFolder folder;
  private final CacheSpace space;
  private final PictureDecoding decoding;

  @Inject
  PixelCache(TrainerConfig config, InstallationConfig installation, ImageFetcher fetcher) {
    this(
        config.cacheDir(),
        config.cacheBytes(),
        new ImageLimits(installation.maxImageBytes(), installation.maxImagePixels()),
        fetcher);
  }

  /**
   * @param bytes that the folder may take
   */
  PixelCache(Path folder, long bytes, ImageLimits limits, ImageSource source) {
    this.folder = new CacheFolder(folder);
    this.space = new CacheSpace(this.folder, bytes);
    this.decoding = new PictureDecoding(limits, source);
  }

  /**
   * The pictures of {@code examples} in their order; the caller closes them.
   *
   * @param stop asked several times a second; what was decoded until then is kept
   * @throws CancellationException when it was stopped
   * @throws StreamsightException {@link Reason#IMAGE_LOST} when the log no longer holds some
   */
  public Pictures open(
      List<Example> examples,
      Preprocessing preprocessing,
      BooleanSupplier stop,
      FetchProgress progress) {
    try {
      // Closes the mark too, whatever goes wrong from here on.
      CachedPictures pictures =
          new CachedPictures(examples, preprocessing, CacheUse.begin(folder.path()), space);
      try {
        folder.merge(preprocessing);
        find(pictures, preprocessing, stop);
        make(pictures, preprocessing, stop, progress);
        return pictures;
      } catch (IOException | RuntimeException | Error e) {
        pictures.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The pixel cache %s fails: %s".formatted(folder, e), e);
    }
  }

  private void find(CachedPictures pictures, Preprocessing preprocessing, BooleanSupplier stop)
      throws IOException {
    for (Path path : folder.files(preprocessing)) {
      if (pictures.isComplete()) {
        return;
      }
      if (stop.getAsBoolean()) {
        throw new CancellationException("Stopped while reading the pixel cache");
      }
      PixelFile file = folder.open(path);
      if (file != null && !pictures.take(file)) {
        mend(path, pictures);
      }
    }
  }

  /** Leaves the sound pictures alone in the file; the others are lacking and will be made again. */
  private void mend(Path path, CachedPictures pictures) throws IOException {
    try (PixelFile damaged = folder.open(path)) {
      if (damaged != null) {
        Path mended = folder.rewrite(damaged, hash -> true, "some pictures are damaged");
        if (mended != null) {
          pictures.use(mended);
        }
      }
    }
  }

  private void make(
      CachedPictures pictures,
      Preprocessing preprocessing,
      BooleanSupplier stop,
      FetchProgress progress)
      throws IOException {
    if (pictures.isComplete()) {
      return;
    }
    List<Example> lacking = pictures.lacking();
    space.makeRoom((long) lacking.size() * preprocessing.bytes());
    try (CacheWriter writer = folder.writer(preprocessing)) {
      decoding.decode(lacking, preprocessing, stop, progress, writer);
      for (PixelFile file : writer.finished()) {
        pictures.take(file);
      }
    }
    if (!pictures.isComplete()) {
      throw new IOException(
          "%d pictures can't be read back after they were written"
              .formatted(pictures.lacking().size()));
    }
  }

  /**
   * Removes the pictures that the index no longer holds: what was erased leaves the cache too. A
   * run that has them open may go on reading them.
   *
   * @param indexed content hashes of all images that the index holds now
   */
  public void purge(Supplier<Set<String>> indexed) {
    try {
      folder.purge(indexed);
      space.sweep();
    } catch (IOException e) {
      throw new UncheckedIOException("The pixel cache %s can't be purged".formatted(folder), e);
    }
  }
}

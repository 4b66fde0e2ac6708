package io.streamsight.trainer.dataset;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.image.DecodeResult;
import io.streamsight.contract.image.ImageDecoder;
import io.streamsight.contract.image.ImageLimits;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.trainer.TrainerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Decoded pixels of lists of images, a file for each list and preprocessing. A file that is missing
 * or damaged is made again from the log; one with a picture that was erased is deleted.
 */
@ApplicationScoped
public class PixelCache {
  private static final Logger LOG = Logger.getLogger(PixelCache.class);

  private final CacheFolder folder;
  private final ImageFetcher fetcher;
  private final ImageLimits limits;

  PixelCache(TrainerConfig config, InstallationConfig installation, ImageFetcher fetcher) {
    this.folder = new CacheFolder(config.cacheDir());
    this.fetcher = fetcher;
    this.limits = new ImageLimits(installation.maxImageBytes(), installation.maxImagePixels());
  }

  /**
   * The pictures of {@code examples} in their order; the caller closes the file.
   *
   * @param stop asked several times a second
   * @throws CancellationException when it was stopped
   * @throws StreamsightException {@link Reason#IMAGE_LOST} when the log no longer holds some
   */
  public Pictures open(
      List<Example> examples,
      Preprocessing preprocessing,
      BooleanSupplier stop,
      FetchProgress progress) {
    Path path = folder.pixels(examples, preprocessing);
    try {
      if (Files.exists(path)) {
        try {
          return whole(path);
        } catch (IOException e) {
          LOG.warnf("%s: made again from the log", e.getMessage());
        }
      }
      return make(path, examples, preprocessing, stop, progress);
    } catch (IOException e) {
      throw new UncheckedIOException("The pixel cache %s fails".formatted(folder), e);
    }
  }

  /**
   * Deletes the files that hold a picture which the index no longer holds: what was erased leaves
   * the cache too. Files in use stay readable until they are closed.
   *
   * @param indexed content hashes of all images that the index holds now
   */
  public void purge(Supplier<Set<String>> indexed) {
    try {
      folder.purge(indexed);
    } catch (IOException e) {
      throw new UncheckedIOException("The pixel cache %s can't be purged".formatted(folder), e);
    }
  }

  /** Read once from end to end: a damaged picture must not end a run hours later. */
  private static PixelFile whole(Path path) throws IOException {
    PixelFile file = PixelFile.open(path);
    try {
      ByteBuffer picture = ByteBuffer.allocate(file.pictureBytes());
      for (int i = 0; i < file.count(); i++) {
        file.read(i, picture.clear());
      }
      return file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private PixelFile make(
      Path path,
      List<Example> examples,
      Preprocessing preprocessing,
      BooleanSupplier stop,
      FetchProgress progress)
      throws IOException {
    ImageDecoder decoder = new ImageDecoder(limits);
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    try (PixelFile.Writer writer =
        PixelFile.write(path, examples.size(), preprocessing.height(), preprocessing.width())) {
      ThreadPoolExecutor cores = cores();
      try {
        fetcher.fetch(
            examples,
            stop,
            (position, encoded) ->
                cores.execute(
                    () -> {
                      try {
                        put(writer, decoder, preprocessing, examples, position, encoded);
                      } catch (RuntimeException e) {
                        failure.compareAndSet(null, e);
                      }
                    }));
      } finally {
        finish(cores);
      }
      if (failure.get() != null) {
        throw failure.get();
      }
      folder.note(path, examples);
      return writer.finish();
    }
  }

  private static void put(
      PixelFile.Writer writer,
      ImageDecoder decoder,
      Preprocessing preprocessing,
      List<Example> examples,
      int position,
      byte[] encoded) {
    DecodeResult result = decoder.decode(encoded);
    if (!(result instanceof DecodeResult.Decoded decoded)) {
      throw new StreamsightException(
          Reason.IMAGE_CORRUPT,
          "Image %s is indexed, but does not decode here: %s"
              .formatted(examples.get(position).imageId(), result));
    }
    ByteBuffer pixels = ByteBuffer.allocate(preprocessing.height() * preprocessing.width() * 3);
    preprocessing.apply(decoded.image(), pixels);
    synchronized (writer) {
      try {
        writer.put(position, pixels.flip());
      } catch (IOException e) {
        throw new UncheckedIOException("The pixel cache can't be written", e);
      }
    }
  }

  /** As many threads as cores; when they are busy the reader decodes too, so few bytes wait. */
  private static ThreadPoolExecutor cores() {
    int n = Runtime.getRuntime().availableProcessors();
    return new ThreadPoolExecutor(
        n,
        n,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(2 * n),
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  private static void finish(ThreadPoolExecutor cores) {
    cores.shutdown();
    try {
      cores.awaitTermination(1, TimeUnit.HOURS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

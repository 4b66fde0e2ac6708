package io.streamsight.trainer.dataset;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.image.DecodeMemory;
import io.streamsight.contract.image.DecodeResult;
import io.streamsight.contract.image.ImageDecoder;
import io.streamsight.contract.image.ImageLimits;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.image.RgbImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Makes pictures of encoded images on all cores; what decodes at once is bounded by its bytes. */
final class PictureDecoding {
  private final ImageSource source;
  private final ImageDecoder decoder;

  PictureDecoding(ImageLimits limits, ImageSource source) {
    this.source = source;
    this.decoder = new ImageDecoder(limits, DecodeMemory.halfOfTheHeap());
  }

  /**
   * Puts a picture of each example into {@code target}, in any order.
   *
   * @throws CancellationException when it was stopped
   * @throws StreamsightException {@link Reason#IMAGE_CORRUPT} when one does not decode
   */
  void decode(
      List<Example> examples,
      Preprocessing preprocessing,
      BooleanSupplier stop,
      FetchProgress progress,
      CacheWriter target) {
    Job job = new Job(examples, preprocessing, progress, target);
    progress.fetched(0, examples.size());
    ThreadPoolExecutor cores = cores();
    try {
      source.fetch(
          examples,
          () -> job.failed() || stop.getAsBoolean(),
          (position, encoded) -> cores.execute(() -> job.run(position, encoded)));
    } catch (CancellationException e) {
      if (!job.failed()) {
        throw e;
      }
    } finally {
      finish(cores);
    }
    job.requireSuccess();
  }

  private final class Job {
    private final List<Example> examples;
    private final Preprocessing preprocessing;
    private final FetchProgress progress;
    private final CacheWriter target;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private int done;

    Job(
        List<Example> examples,
        Preprocessing preprocessing,
        FetchProgress progress,
        CacheWriter target) {
      this.examples = examples;
      this.preprocessing = preprocessing;
      this.progress = progress;
      this.target = target;
    }

    void run(int position, byte[] encoded) {
      try {
        Example example = examples.get(position);
        target.put(example.contentHash(), ByteBuffer.wrap(picture(example, encoded)));
        tell();
      } catch (IOException e) {
        fail(new UncheckedIOException("The pixel cache can't be written: " + e, e));
      } catch (RuntimeException | Error e) {
        fail(e);
      }
    }

    private byte[] picture(Example example, byte[] encoded) {
      DecodeResult result = decoder.decode(encoded, this::resize);
      if (result instanceof DecodeResult.Decoded decoded) {
        return decoded.image().rgb();
      }
      throw new StreamsightException(
          Reason.IMAGE_CORRUPT,
          "Image %s is indexed, but does not decode here: %s".formatted(example.imageId(), result));
    }

    private RgbImage resize(RgbImage image) {
      byte[] pixels = new byte[preprocessing.bytes()];
      preprocessing.apply(image, ByteBuffer.wrap(pixels));
      return new RgbImage(preprocessing.width(), preprocessing.height(), pixels);
    }

    private synchronized void tell() {
      done++;
      progress.fetched(done, examples.size());
    }

    private void fail(Throwable e) {
      failure.compareAndSet(null, e);
    }

    boolean failed() {
      return failure.get() != null;
    }

    void requireSuccess() {
      if (failure.get() instanceof Error e) {
        throw e;
      }
      if (failure.get() instanceof RuntimeException e) {
        throw e;
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
        new ArrayBlockingQueue<>(n),
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

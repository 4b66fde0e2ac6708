package io.streamsight.ingest.imports;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.image.ImageFormat;
import io.streamsight.ingest.imports.Archive.File;
import io.streamsight.ingest.kafka.LogWriter;
import io.streamsight.ingest.publish.ImageResult;
import io.streamsight.ingest.publish.InFlight;
import io.streamsight.ingest.publish.Publisher;
import io.streamsight.ingest.publish.Upload;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads an archive file by file and publishes each on one of several threads. */
final class ImportRun {
  /** Files under way: enough to keep every core busy, few enough to cancel soon. */
  private static final int MOST_UNDER_WAY = 256;

  /** What systems leave in folders and archivers in archives. */
  private static final Pattern NO_IMAGE =
      Pattern.compile(
          "(?s)(.*/)?(\\.(?!\\.(/|$)).*|__MACOSX(/.*)?|Thumbs\\.db|desktop\\.ini)|.*/__MACOSX/.*");

  private final ImportJob job;
  private final Publisher publisher;
  private final LogWriter log;
  private final InFlight inFlight;
  private final Executor decoders;
  private final int maxFileBytes;
  private final Semaphore slots = new Semaphore(MOST_UNDER_WAY);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  ImportRun(
      ImportJob job,
      Publisher publisher,
      LogWriter log,
      InFlight inFlight,
      Executor decoders,
      int maxImageBytes) {
    this.job = job;
    this.publisher = publisher;
    this.log = log;
    this.inFlight = inFlight;
    this.decoders = decoders;
    // To be shrunk, a file may be larger than the topic allows.
    maxFileBytes = job.options().maxSide() == null ? maxImageBytes : inFlight.limit();
  }

  /**
   * Returns when the broker has everything that was begun.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when the broker did not take an image
   *     in time; {@link Reason#ARCHIVE_UNREADABLE} when the archive breaks off
   */
  void run(Archive archive) throws IOException, InterruptedException {
    try {
      File file = archive.next();
      while (file != null && goesOn()) {
        handle(file);
        file = archive.next();
      }
    } finally {
      slots.acquire(MOST_UNDER_WAY);
    }
    if (failure.get() instanceof RuntimeException e) {
      throw e;
    } else if (failure.get() != null) {
      throw new IllegalStateException(failure.get());
    }
  }

  private boolean goesOn() {
    return failure.get() == null && !job.cancelled();
  }

  private void handle(File file) throws IOException, InterruptedException {
    if (NO_IMAGE.matcher(file.path()).matches()) {
      job.ignore();
      return;
    }
    String imageId = job.options().idPrefix() + file.path();
    if (file.content() == null) {
      refuse(
          file,
          imageId,
          Reason.ARCHIVE_UNREADABLE,
          "'%s' %s".formatted(file.path(), file.obstacle()));
      return;
    }
    byte[] encoded = file.content().readNBytes(maxFileBytes + 1);
    if (encoded.length > maxFileBytes) {
      refuse(
          file,
          imageId,
          Reason.IMAGE_TOO_LARGE,
          "more than %d bytes, which is the limit".formatted(maxFileBytes));
    } else if (ImageFormat.detect(encoded).isEmpty()) {
      // Refused by its content; nor may a read-me tell the layout.
      publish(upload(file.path(), imageId, encoded, null));
    } else {
      place(file, imageId, encoded);
    }
  }

  private void place(File file, String imageId, byte[] encoded) throws InterruptedException {
    Place place = job.placement().place(file.path());
    if (place instanceof Place.Unplaced unplaced) {
      refuse(file, imageId, Reason.IMAGE_UNPLACED, unplaced.detail());
    } else if (place instanceof Place.Outside outside) {
      job.add(ImageResult.skipped(file.path(), imageId, outside.detail()), encoded.length);
    } else {
      Function<String, SplitAssignment> placement =
          place instanceof Place.Placed placed ? placed::assignment : null;
      publish(upload(file.path(), imageId, encoded, placement));
    }
  }

  private void refuse(File file, String imageId, Reason reason, String detail) {
    job.add(ImageResult.refused(file.path(), imageId, reason, detail), 0);
  }

  private Upload upload(
      String path, String imageId, byte[] encoded, Function<String, SplitAssignment> placement) {
    ImportOptions options = job.options();
    return new Upload(
        path,
        imageId,
        encoded,
        placement == null ? null : options.dataset(),
        placement,
        options.maxSide(),
        options.replace(),
        options.dryRun());
  }

  private void publish(Upload upload) throws InterruptedException {
    int bytes = upload.encoded().length;
    slots.acquire();
    inFlight.take(bytes);
    try {
      decoders.execute(() -> publish(upload, bytes));
    } catch (RejectedExecutionException e) {
      ended(bytes, new StreamsightException(Reason.UNAVAILABLE, "The service stops", e));
    }
  }

  private void publish(Upload upload, int bytes) {
    if (!goesOn()) {
      // Each of those that queue here would wait for a broker that is away as long as the first.
      ended(bytes, null);
      return;
    }
    try {
      publisher
          .publish(upload, log)
          .thenAccept(result -> job.add(result, bytes))
          .whenComplete((done, e) -> ended(bytes, e));
    } catch (RuntimeException | Error e) {
      ended(bytes, e);
    }
  }

  private void ended(int bytes, Throwable e) {
    if (e != null) {
      failure.compareAndSet(null, e instanceof CompletionException ? e.getCause() : e);
    }
    inFlight.giveBack(bytes);
    slots.release();
  }
}

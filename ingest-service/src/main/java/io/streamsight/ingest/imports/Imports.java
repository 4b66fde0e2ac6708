package io.streamsight.ingest.imports;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.log.IndexerProgress;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.ingest.IngestConfig;
import io.streamsight.ingest.dataset.DatasetView;
import io.streamsight.ingest.http.Problems;
import io.streamsight.ingest.kafka.LogWriter;
import io.streamsight.ingest.publish.InFlight;
import io.streamsight.ingest.publish.Publisher;
import io.vertx.core.http.HttpClosedException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The imports of this process: those that run, and the latest that have ended. */
@ApplicationScoped
class Imports {
  private static final Logger LOG = Logger.getLogger(Imports.class);

  /** Each holds one file beside those in flight; the cores are shared anyway. */
  private static final int MOST_RUNNING = 4;

  private static final int REMEMBERED = 50;

  /** No import takes so long. */
  private static final Duration LEFTOVER = Duration.ofDays(1);

  private static final Duration LEAST_WAIT = Duration.ofSeconds(5);

  private final Publisher publisher;
  private final LogWriter log;
  private final IndexerProgress indexer;
  private final DatasetView view;
  private final IngestConfig config;
  private final int maxImageBytes;
  private final InFlight inFlight;
  private final ExecutorService decoders =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
  private final Map<String, ImportJob> jobs = new HashMap<>();
  private final Deque<ImportJob> byAge = new ArrayDeque<>();

  Imports(
      Publisher publisher,
      @Identifier("importer") LogWriter log,
      IndexerProgress indexer,
      DatasetView view,
      InstallationConfig installation,
      IngestConfig config) {
    this.publisher = publisher;
    this.log = log;
    this.indexer = indexer;
    this.view = view;
    this.config = config;
    maxImageBytes = installation.maxImageBytes();
    inFlight = new InFlight(installation, config);
  }

  /**
   * Begins an import; {@link #run} does its work.
   *
   * @throws StreamsightException {@link Reason#IMPORT_RUNNING} for an id that is at work, {@link
   *     Reason#OVERLOADED} when as many run as may
   */
  synchronized ImportJob begin(String id, ImportOptions options) {
    ImportJob earlier = jobs.get(id);
    if (earlier != null && !earlier.ended()) {
      throw new StreamsightException(Reason.IMPORT_RUNNING, "Import '%s' is at work".formatted(id));
    }
    long running = jobs.values().stream().filter(job -> !job.ended()).count();
    if (running >= MOST_RUNNING) {
      throw new StreamsightException(
          Reason.OVERLOADED, "%d imports are at work, no more at once".formatted(running));
    }
    if (earlier != null) {
      forget(earlier);
    }
    while (byAge.size() >= REMEMBERED) {
      byAge.stream().filter(ImportJob::ended).findFirst().ifPresent(this::forget);
    }
    ImportJob job = new ImportJob(id, options, new ResultLog(config.importsDir(), id));
    jobs.put(id, job);
    byAge.add(job);
    return job;
  }

  /** For an import whose answer was all that anybody wanted. */
  synchronized void forget(ImportJob job) {
    jobs.remove(job.id());
    byAge.remove(job);
    job.results().delete();
  }

  /**
   * Does the work of an import on the calling thread.
   *
   * @param contentType of the body; null if unknown
   * @throws StreamsightException why it ended early; its status says so too
   */
  void run(ImportJob job, String contentType, InputStream body) {
    try {
      awaitView(job);
      job.run();
      new ImportRun(job, publisher, log, inFlight, decoders, maxImageBytes)
          .run(Archive.open(contentType, body));
      if (!job.cancelled()) {
        // Padding, directories: the request is whole when all of it is read.
        body.transferTo(OutputStream.nullOutputStream());
      }
      job.end();
    } catch (StreamsightException e) {
      throw failed(job, e);
    } catch (IOException e) {
      throw failed(
          job,
          new StreamsightException(
              Reason.ARCHIVE_UNREADABLE,
              "The archive can't be read on after %d files: %s. What was published stays; run it again"
                  .formatted(job.status().done(), why(e)),
              e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(
          job, new StreamsightException(Reason.UNAVAILABLE, "The service stops: run it again", e));
    } catch (RuntimeException e) {
      LOG.error("An import failed", e);
      throw failed(job, new StreamsightException(Reason.INTERNAL, e.toString(), e));
    } finally {
      // Whatever was thrown: an import that never ends would hold its place for ever.
      job.fail(Problems.of(Reason.INTERNAL, "The import ended without a word"));
    }
  }

  private static String why(IOException e) {
    if (Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
        .anyMatch(HttpClosedException.class::isInstance)) {
      return "the client's connection ended";
    }
    return e.getMessage() == null ? "it ends too early" : e.getMessage().replaceFirst("\\.+$", "");
  }

  /** Until then it can't tell what is there already. */
  private void awaitView(ImportJob job) throws InterruptedException {
    long deadline = System.nanoTime() + config.importIndexerTimeout().toNanos();
    indexer.awaitCaughtUp(config.importIndexerTimeout(), job::cancelled);
    if (!job.cancelled()) {
      Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      view.awaitEnd(left.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : left);
    }
  }

  private static StreamsightException failed(ImportJob job, StreamsightException why) {
    job.fail(Problems.of(why));
    return why;
  }

  synchronized List<ImportStatus> all() {
    return byAge.stream().map(ImportJob::status).toList();
  }

  /**
   * @throws StreamsightException {@link Reason#IMPORT_UNKNOWN}
   */
  synchronized ImportJob get(String id) {
    ImportJob job = jobs.get(id);
    if (job == null) {
      throw new StreamsightException(
          Reason.IMPORT_UNKNOWN, "There is no import '%s' here".formatted(id));
    }
    return job;
  }

  void start(@Observes StartupEvent event) {
    ResultLog.deleteLeftovers(config.importsDir(), LEFTOVER);
  }

  @PreDestroy
  synchronized void stop() {
    byAge.forEach(ImportJob::cancel);
    decoders.shutdown();
    byAge.forEach(job -> job.results().delete());
  }
}

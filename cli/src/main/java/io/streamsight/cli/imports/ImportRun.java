package io.streamsight.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.Query;
import io.streamsight.cli.RefusedException;
import io.streamsight.cli.files.Unreadable;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** One import from its first byte to what became of it. */
final class ImportRun {
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(10);
  private static final long SETTLE_INTERVAL_MS = 200;
  private static final int SERVER_ERROR = 500;

  private final HttpService ingest;
  private final ImportClient client;
  private final String id;
  private final ImportBody body;
  private final Upload upload;
  private volatile boolean cancelled;

  ImportRun(HttpService ingest, String id, ImportBody body) {
    this.ingest = ingest;
    this.client = new ImportClient(ingest);
    this.id = id;
    this.body = body;
    this.upload = new Upload(ingest, body);
  }

  /**
   * @param progress where to show how far it is
   */
  ImportOutcome run(Query query, PrintStream progress) throws InterruptedException {
    var watch = new ImportWatch(client, id, body, upload::stop, progress);
    watch.start();
    ImportOutcome outcome = null;
    try {
      outcome = send(query.with("files", body.files()), watch);
      return outcome;
    } finally {
      watch.close(outcome == null ? null : outcome.status());
    }
  }

  /** From another thread: tells the service, then sends no more. Does what it can. */
  void cancel() {
    cancelled = true;
    try {
      client.cancel(id);
    } catch (CommandFailedException e) {
      // It will notice that the connection ends.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    upload.stop();
  }

  /** What was left out, so far. */
  List<Unreadable> unreadable() {
    return body.unreadable();
  }

  private ImportOutcome send(Query query, ImportWatch watch) throws InterruptedException {
    try {
      JsonNode status = client.send(query, upload);
      return ImportOutcome.answered(status);
    } catch (RefusedException e) {
      JsonNode last = lastWord();
      return last == null && e.status() >= SERVER_ERROR
          ? ImportOutcome.broken(null, withProgress(e, watch))
          : ImportOutcome.refused(last, e);
    } catch (IOException e) {
      if (upload.unread() != null) {
        return ImportOutcome.unread(settled(), upload.unread());
      }
      // It may have answered early, and ended the connection before the answer was read.
      return ImportOutcome.broken(
          settled(),
          withProgress(
              cancelled
                  ? new CommandFailedException("Cancelled; the service does not confirm it.")
                  : ingest.unreachable(e),
              watch));
    }
  }

  /** The same, and how far it was, if it had begun: the service can't be asked any more. */
  private CommandFailedException withProgress(CommandFailedException why, ImportWatch watch) {
    return body.sent() == 0
        ? why
        : new CommandFailedException(
            "%s%s %s"
                .formatted(
                    why.getMessage(),
                    watch.done() == 0
                        ? ""
                        : " The last that was heard of it: %d files done.".formatted(watch.done()),
                    ImportOutcome.AGAIN),
            why);
  }

  /** The status when the import has ended, which may take the service a moment to notice. */
  private JsonNode settled() throws InterruptedException {
    long limit = System.nanoTime() + SETTLE_LIMIT.toNanos();
    while (true) {
      JsonNode json = lastWord();
      ImportStatus status = ImportStatus.of(json);
      if (status == null || status.ended() || System.nanoTime() > limit) {
        return json;
      }
      Thread.sleep(SETTLE_INTERVAL_MS);
    }
  }

  private JsonNode lastWord() throws InterruptedException {
    try {
      return client.status(id).orElse(null);
    } catch (CommandFailedException e) {
      return null; // The first failure is the one to tell.
    }
  }
}

package io.streamsight.cli.imports;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.Progress;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Shows how far an import is: by what the service tells, and where it doesn't, by what was sent.
 * Never fails the import.
 */
final class ImportWatch {
  private static final long INTERVAL_MS = 200;

  private final ImportClient client;
  private final String id;
  private final ImportBody body;
  private final Runnable ended;
  private final PrintStream out;
  private final Thread listener = new Thread(this::listen, "import-events");
  private final Thread painter = new Thread(this::paint, "import-progress");
  private final Standstill standstill = new Standstill(System::nanoTime);
  private volatile ImportStatus told;
  private volatile ImportStatus heard;
  private Progress bar;

  /**
   * @param ended is run when the service says that the import has ended: what is still to be sent
   *     would be read by nobody
   */
  ImportWatch(ImportClient client, String id, ImportBody body, Runnable ended, PrintStream out) {
    this.ended = ended;
    this.client = client;
    this.id = id;
    this.body = body;
    this.out = out;
    listener.setDaemon(true);
    painter.setDaemon(true);
  }

  void start() {
    listener.start();
    painter.start();
  }

  /**
   * Ends with the import as it is at last.
   *
   * @param last null where nobody knows: then as it was heard of last
   */
  void close(ImportStatus last) throws InterruptedException {
    listener.interrupt();
    painter.interrupt();
    painter.join();
    show(last == null ? heard : last);
    if (bar != null) {
      bar.close();
    }
  }

  /** How many files the service said that it has handled; 0 if it has said nothing. */
  long done() {
    return heard == null ? 0 : heard.done();
  }

  private void listen() {
    try (Stream<ImportStatus> events = client.events(id)) {
      events.forEach(this::hear);
    } catch (CommandFailedException
        | UncheckedIOException
        | IllegalStateException
        | InterruptedException e) {
      told = null; // What was sent has to do.
    }
  }

  private void hear(ImportStatus status) {
    told = status;
    heard = status;
    if (status.ended()) {
      ended.run();
    }
  }

  private void paint() {
    try {
      while (true) {
        show(told);
        Thread.sleep(INTERVAL_MS);
      }
    } catch (InterruptedException e) {
      // The end.
    }
  }

  private void show(ImportStatus status) {
    if (bar == null) {
      if (status == null && body.sent() == 0) {
        return; // The service may still refuse all of it.
      }
      bar = new Progress("Import", body.total(), body.unit(), out);
    }
    boolean countsFiles = body.files() != null;
    String still = still(status);
    bar.stepTo(
        status != null && countsFiles ? Math.min(status.done(), body.total()) : body.sent(),
        status == null ? "" : remark(status, !countsFiles, still.isEmpty()),
        still);
  }

  /** What there is to say of an import that should move and does not; empty for one that does. */
  private String still(ImportStatus status) {
    long seconds = standstill.seconds(status == null ? body.sent() : status.done());
    if (status != null && (status.waiting() || status.ended())) {
      standstill.restart();
      return "";
    }
    if (seconds == 0) {
      return "";
    }
    return status == null
        ? "nothing for %d s".formatted(seconds)
        : "nothing for %d s: the broker may be away".formatted(seconds);
  }

  private static String remark(ImportStatus status, boolean withCount, boolean withRate) {
    if (status.waiting()) {
      return "waiting for the indexer";
    }
    var text = new StringBuilder();
    if (withCount) {
      append(text, "images", status.done());
      if (withRate && status.imagesPerSecond() != null) {
        text.append(String.format(Locale.ROOT, ", %.0f images/s", status.imagesPerSecond()));
      }
    }
    if (status.refused() > 0) {
      append(text, "refused", status.refused());
    }
    if (status.unchanged() > 0) {
      append(text, "unchanged", status.unchanged());
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String name, long number) {
    text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(number);
  }
}

package io.streamsight.cli.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.streamsight.cli.AnswerTooLargeException;
import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.Query;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.serving.ServingEvent;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Listens to the answers on a thread of its own. A service that goes away is sought until it is
 * back; one that can't be reached at the start is a failure.
 */
final class AnswerFeed implements AutoCloseable {
  /** When nobody takes them, the service drops the next and counts. */
  private static final int CAPACITY = 10_000;

  /** Of the answers that wait: some 10 MB as Java holds them, where they have maps. */
  private static final int MAX_CHARACTERS = 4 << 20;

  private static final long RETRY_MS = 500;

  /** The service says something every ten seconds. */
  static final Duration SILENCE = Duration.ofSeconds(35);

  private final HttpService inference;
  private final Query query;
  private final Duration silence;
  private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(CAPACITY);
  private final Semaphore room = new Semaphore(MAX_CHARACTERS);
  private final Thread thread = new Thread(this::listen, "answer-feed");
  private volatile boolean closed;
  private volatile long lastLine = System.nanoTime();

  /** Null while there is no connection. */
  private volatile Stream<String> connection;

  /** Of the thread alone. */
  private boolean known;

  private boolean away;

  /**
   * @param model whose answers alone are wanted; null for all
   * @param silence how long a living connection may be silent
   */
  AnswerFeed(HttpService inference, String model, Duration silence) {
    this.inference = inference;
    this.silence = silence;
    query = Query.of("classifications", "events").with("model", model);
    thread.setDaemon(true);
    thread.start();
  }

  /** What comes next; null when nothing does for a while. */
  Heard poll(Duration timeout) throws InterruptedException {
    Stream<String> open = connection;
    if (open != null && System.nanoTime() - lastLine > silence.toNanos()) {
      // The other end is gone without a word. To interrupt who reads has no effect.
      open.close();
    }
    Heard next = heard.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (next instanceof Heard.Answer answer) {
      room.release(characters(answer));
    }
    return next;
  }

  private void listen() {
    while (!closed) {
      try {
        follow();
        lost();
        Thread.sleep(RETRY_MS);
      } catch (InterruptedException e) {
        closed = true;
      }
    }
  }

  /** Returns when the connection is lost or can't be made. */
  private void follow() throws InterruptedException {
    var request = inference.patientRequest(query).header("Accept", "text/event-stream");
    try (Stream<String> lines = inference.lines(request)) {
      lastLine = System.nanoTime();
      connection = lines;
      if (!known) {
        heard.put(new Heard.Note("Connected: answers that come from now on are shown"));
      } else if (away) {
        heard.put(new Heard.Note("Connected again"));
      }
      known = true;
      away = false;
      var reader = new EventReader();
      for (Iterator<String> line = lines.iterator(); line.hasNext(); ) {
        ServerEvent event = reader.line(line.next()).orElse(null);
        lastLine = System.nanoTime();
        if (event != null) {
          hear(event);
        }
      }
    } catch (CommandFailedException e) {
      if (!known || e instanceof AnswerTooLargeException) {
        closed = true;
        heard.put(new Heard.Failed(e));
      }
    } catch (UncheckedIOException e) {
      // Lost.
    } finally {
      connection = null;
    }
  }

  private void lost() throws InterruptedException {
    if (!closed && !away) {
      away = true;
      heard.put(new Heard.Note("The inference service is away; connecting again"));
    }
  }

  private void hear(ServerEvent event) throws InterruptedException {
    try {
      if ("dropped".equals(event.name())) {
        heard.put(new Heard.Dropped(Json.MAPPER.readTree(event.data()).path("dropped").asLong()));
      } else if (event.name() == null) {
        var answer =
            new Heard.Answer(
                Json.MAPPER.readValue(event.data(), Classification.class), event.data());
        room.acquire(characters(answer));
        heard.put(answer);
      } else if ("serving".equals(event.name())) {
        heard.put(new Heard.Swap(Json.MAPPER.readValue(event.data(), ServingEvent.class)));
      }
    } catch (JsonProcessingException e) {
      heard.put(new Heard.Note("An answer that can't be read: " + e.getOriginalMessage()));
    }
  }

  private static int characters(Heard.Answer answer) {
    return Math.min(answer.json().length(), MAX_CHARACTERS);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Stream<String> open = connection;
    if (open != null) {
      open.close();
    }
  }
}

package io.streamsight.inference.watch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What one client is still to be told. When it is slow the oldest go, and are counted. */
final class Watcher {
  /** Two seconds of what a small machine classifies; about 300 KB with few labels. */
  static final int CAPACITY = 1_000;

  /** Of a model with very many labels; all watchers hold the same texts. */
  static final int MAX_CHARACTERS = 4 << 20;

  private final Optional<String> model;
  private final Duration heartbeat;
  private final Deque<Told.Event> queue = new ArrayDeque<>();
  private int characters;
  private CompletableFuture<Told> waiting;
  private long dropped;
  private boolean ended;

  /**
   * @param model whose answers and swaps alone are wanted; empty for all
   * @param heartbeat how long a client may hear nothing
   */
  Watcher(Optional<String> model, Duration heartbeat) {
    this.model = model;
    this.heartbeat = heartbeat;
  }

  /** Completes with what comes next. The one before must have completed. */
  synchronized CompletableFuture<Told> next() {
    if (dropped > 0) {
      Told told = new Told.Dropped(dropped);
      dropped = 0;
      return CompletableFuture.completedFuture(told);
    }
    if (!queue.isEmpty()) {
      return CompletableFuture.completedFuture(poll());
    }
    if (ended) {
      return CompletableFuture.completedFuture(new Told.End());
    }
    waiting =
        new CompletableFuture<Told>()
            .completeOnTimeout(new Told.Heartbeat(), heartbeat.toMillis(), TimeUnit.MILLISECONDS);
    return waiting;
  }

  /** What is about {@code ofModel}. Never waits. */
  synchronized void hear(String ofModel, Told.Event event) {
    if (model.isPresent() && !model.get().equals(ofModel) || tell(event)) {
      return;
    }
    queue.add(event);
    characters += event.json().length();
    while (queue.size() > CAPACITY || characters > MAX_CHARACTERS) {
      poll();
      dropped++;
    }
  }

  private Told poll() {
    Told.Event event = queue.poll();
    characters -= event.json().length();
    return event;
  }

  /** After what is queued nothing more comes. */
  synchronized void end() {
    ended = true;
    tell(new Told.End());
  }

  /**
   * @return whether somebody waited for it; in vain, if the heartbeat was first
   */
  private boolean tell(Told told) {
    CompletableFuture<Told> listener = waiting;
    waiting = null;
    return listener != null && listener.complete(told);
  }
}

package io.streamsight.inference.http;

import io.streamsight.contract.Reason;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.inference.model.PixelBuffers;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** One for each request over HTTP that may be in work; none left means too many. */
@ApplicationScoped
public class Slots {
  private static final Logger LOG = Logger.getLogger(Slots.class);

  /** The last one given back is the first one taken: few of them become large. */
  private final Deque<PixelBuffers> free = new ConcurrentLinkedDeque<>();

  private final int count;

  /** Each keeps a thread, which clients that stop sending must not get all of. */
  private final Semaphore drains;

  Slots(InferenceConfig config) {
    count = config.httpSlots();
    drains = new Semaphore(count);
    for (int i = 0; i < count; i++) {
      free.add(new PixelBuffers());
    }
  }

  /** What a request does with the slot that it has. */
  public interface Work<T> {
    T with(PixelBuffers slot) throws IOException;
  }

  /**
   * Works on a request while it holds a slot. The body of one that gets none is not read: a client
   * that sends slowly would keep the thread.
   *
   * @throws ProblemException 429 when all are taken; what {@code work} throws
   */
  public <T> T work(LimitedBody body, Work<T> work) throws IOException {
    PixelBuffers slot = free.pollFirst();
    if (slot == null) {
      throw ProblemException.of(
          429, Reason.OVERLOADED, "%d requests are in work already".formatted(count));
    }
    ProblemException refused;
    try {
      return work.with(slot);
    } catch (ProblemException e) {
      refused = e;
    } finally {
      free.addFirst(slot);
    }
    drain(body);
    throw refused;
  }

  /**
   * Many clients send all of a body before they look at the answer, and would lose it if the
   * connection was closed before.
   */
  private void drain(LimitedBody body) {
    if (!drains.tryAcquire()) {
      return;
    }
    try {
      body.drain();
    } catch (IOException e) {
      LOG.debugf("The rest of a refused body does not come: %s", e.getMessage());
    } finally {
      drains.release();
    }
  }

  @PreDestroy
  void close() {
    free.forEach(PixelBuffers::close);
  }
}

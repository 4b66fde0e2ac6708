package io.streamsight.inference.http;

import io.streamsight.contract.Reason;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.inference.model.PixelBuffers;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** One for each request over HTTP that may be in work; none left means too many. */
@ApplicationScoped
public class Slots {
  /** The last one given back is the first one taken: few of them become large. */
  private final Deque<PixelBuffers> free = new ConcurrentLinkedDeque<>();

  private final int count;

  Slots(InferenceConfig config) {
    count = config.httpSlots();
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
  public <T> T work(Work<T> work) throws IOException {
    PixelBuffers slot = free.pollFirst();
    if (slot == null) {
      throw ProblemException.of(
          429, Reason.OVERLOADED, "%d requests are in work already".formatted(count));
    }
    try {
      return work.with(slot);
    } finally {
      free.addFirst(slot);
    }
  }

  @PreDestroy
  void close() {
    free.forEach(PixelBuffers::close);
  }
}

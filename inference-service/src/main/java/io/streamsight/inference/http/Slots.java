package io.streamsight.inference.http;

import io.streamsight.contract.Reason;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.inference.model.PixelBuffers;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** One for each request over HTTP that may be in work; none left means too many. */
@ApplicationScoped
public class Slots {
  private final BlockingQueue<PixelBuffers> free = new LinkedBlockingQueue<>();
  private final int count;

  Slots(InferenceConfig config) {
    count = config.httpSlots();
    for (int i = 0; i < count; i++) {
      free.add(new PixelBuffers());
    }
  }

  /**
   * Whoever takes one gives it back.
   *
   * @param body of the request that there may be no slot for
   * @throws Problem 429 when all are taken
   */
  public PixelBuffers take(LimitedBody body) throws IOException {
    PixelBuffers slot = free.poll();
    if (slot == null) {
      body.drain();
      throw Problem.of(429, Reason.OVERLOADED, "%d requests are in work already".formatted(count));
    }
    return slot;
  }

  public void giveBack(PixelBuffers slot) {
    free.add(slot);
  }

  @PreDestroy
  void close() {
    free.forEach(PixelBuffers::close);
  }
}

package io.streamsight.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReferencesTest {
  private final AtomicInteger ended = new AtomicInteger();
  private final References references = new References(ended::incrementAndGet);

  @Test
  void shouldEndWithTheLastReferenceAndNotBefore() {
    assertThat(references.retain()).isTrue();
    references.release();
    assertThat(ended).hasValue(0);
    references.release();
    assertThat(ended).hasValue(1);
  }

  @Test
  void shouldGiveNoReferenceAfterTheEnd() {
    references.release();
    assertThat(references.retain()).isFalse();
    assertThat(ended).hasValue(1);
  }

  @Test
  void shouldRefuseAReleaseTooMany() {
    references.release();
    assertThatThrownBy(references::release).isInstanceOf(IllegalStateException.class);
    assertThat(ended).hasValue(1);
  }

  @Test
  void shouldNeverEndWhileAThreadHoldsAReference() throws Exception {
    AtomicInteger holders = new AtomicInteger();
    AtomicBoolean endedInUse = new AtomicBoolean();
    References raced = new References(() -> endedInUse.compareAndSet(false, holders.get() > 0));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> users = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      users.add(
          threads.submit(
              () -> {
                while (raced.retain()) {
                  holders.incrementAndGet();
                  holders.decrementAndGet();
                  raced.release();
                }
              }));
    }
    raced.release();
    for (Future<?> user : users) {
      user.get();
    }
    threads.shutdown();
    assertThat(endedInUse).isFalse();
  }
}

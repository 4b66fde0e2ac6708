package io.streamsight.inference.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatcherTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private static Told.Event answer(int number) {
    return new Told.Event(null, String.valueOf(number), "{}");
  }

  @Test
  void shouldDropTheOldestOfASlowClientAndCountThem() throws Exception {
    Watcher watcher = new Watcher(Optional.empty(), LONG);
    int more = 5;
    for (int i = 0; i < Watcher.CAPACITY + more; i++) {
      watcher.hear("pets", answer(i));
    }
    assertThat(watcher.next().get()).isEqualTo(new Told.Dropped(more));
    for (int i = more; i < Watcher.CAPACITY + more; i++) {
      assertThat(watcher.next().get()).isEqualTo(answer(i));
    }
    assertThat(watcher.next()).isNotDone();
  }

  @Test
  void shouldHoldFewerLongAnswers() throws Exception {
    Watcher watcher = new Watcher(Optional.empty(), LONG);
    var half = new Told.Event(null, "half", " ".repeat(Watcher.MAX_CHARACTERS / 2));
    for (int i = 0; i < 3; i++) {
      watcher.hear("pets", half);
    }
    assertThat(watcher.next().get()).isEqualTo(new Told.Dropped(1));
    assertThat(watcher.next().get()).isEqualTo(half);
    assertThat(watcher.next().get()).isEqualTo(half);
    watcher.hear("pets", half);
    watcher.hear("pets", half);
    assertThat(watcher.next().get()).isEqualTo(half);
  }

  @Test
  void shouldTellOfOneModelAloneWhereItIsNamed() throws Exception {
    Watcher watcher = new Watcher(Optional.of("birds"), LONG);
    watcher.hear("pets", answer(1));
    watcher.hear(null, answer(2));
    watcher.hear("birds", answer(3));
    assertThat(watcher.next().get()).isEqualTo(answer(3));
    assertThat(watcher.next()).isNotDone();
  }

  @Test
  void shouldLoseNothingBetweenHeartbeats() throws Exception {
    Watcher watcher = new Watcher(Optional.empty(), Duration.ofMillis(1));
    int count = 2_000;
    Thread source =
        new Thread(
            () -> {
              for (int i = 0; i < count; i++) {
                watcher.hear("pets", answer(i));
                if (i % 20 == 0) {
                  Thread.yield();
                }
              }
              watcher.end();
            });
    source.start();
    List<String> ids = new ArrayList<>();
    long dropped = 0;
    Told told;
    while (!((told = watcher.next().get(1, TimeUnit.MINUTES)) instanceof Told.End)) {
      if (told instanceof Told.Event answer) {
        ids.add(answer.id());
      } else if (told instanceof Told.Dropped some) {
        dropped += some.count();
      }
    }
    source.join();
    assertThat(ids.size() + dropped).isEqualTo(count);
    assertThat(ids.stream().map(Integer::valueOf)).isSorted();
  }

  @Test
  void shouldBeatWhileNothingComes() throws Exception {
    Watcher watcher = new Watcher(Optional.empty(), Duration.ofMillis(10));
    assertThat(watcher.next().get(1, TimeUnit.MINUTES)).isInstanceOf(Told.Heartbeat.class);
    CompletableFuture<Told> next = new Watcher(Optional.empty(), LONG).next();
    assertThat(next).isNotDone();
  }

  @Test
  void shouldEndAfterWhatIsQueued() throws Exception {
    Watcher watcher = new Watcher(Optional.empty(), LONG);
    watcher.hear("pets", answer(1));
    watcher.end();
    assertThat(watcher.next().get()).isEqualTo(answer(1));
    assertThat(watcher.next().get()).isEqualTo(new Told.End());
  }
}

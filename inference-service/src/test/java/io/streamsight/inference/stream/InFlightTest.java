package io.streamsight.inference.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private static boolean done(CompletionStage<Void> stage) {
    return stage.toCompletableFuture().isDone();
  }

  @Test
  void shouldHoldBackTheNextWhenTheRecordsAreTooMany() {
    InFlight inFlight = new InFlight(2, 1_000);
    assertThat(done(inFlight.enter(1))).isTrue();
    var room = inFlight.enter(1);
    assertThat(done(room)).isFalse();
    inFlight.leave(1);
    assertThat(done(room)).isTrue();
  }

  @Test
  void shouldHoldBackTheNextWhenTheBytesAreTooMany() {
    InFlight inFlight = new InFlight(100, 1_000);
    assertThat(done(inFlight.enter(999))).isTrue();
    var room = inFlight.enter(500);
    assertThat(done(room)).isFalse();
    inFlight.leave(500);
    assertThat(done(room)).isTrue();
  }

  @Test
  void shouldLetOneThroughThatIsLargerThanTheLimit() throws Exception {
    InFlight inFlight = new InFlight(100, 1_000);
    var room = inFlight.enter(5_000);
    assertThat(done(room)).isFalse();
    inFlight.leave(5_000);
    assertThat(done(room)).isTrue();
    assertThat(inFlight.awaitEmpty(Duration.ZERO)).isTrue();
  }

  @Test
  void shouldSayThatItIsNotEmpty() throws Exception {
    InFlight inFlight = new InFlight(100, 1_000);
    inFlight.enter(1);
    assertThat(inFlight.awaitEmpty(Duration.ofMillis(10))).isFalse();
  }
}

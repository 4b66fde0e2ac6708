package io.streamsight.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.cli.LiveBlock;
import io.streamsight.contract.classification.Classification;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchPartsTest {
  private long now;

  static Classification answer(String label, int version, double queueMs) {
    return new Classification(
        "x", label, Map.of(label, 0.9f), "pets", version, null, queueMs, 2, 3, "cpu", null);
  }

  @Test
  void shouldPutEventsTogether() {
    var reader = new EventReader();
    assertThat(reader.line(": alive")).isEmpty();
    assertThat(reader.line("")).isEmpty();
    reader.line("id: 7");
    reader.line("data:{");
    reader.line("data: 1}");
    assertThat(reader.line("")).contains(new ServerEvent(null, "{\n1}"));
    reader.line("event:dropped");
    reader.line("data:{}");
    assertThat(reader.line("")).contains(new ServerEvent("dropped", "{}"));
    assertThat(reader.line("")).isEmpty();
  }

  @Test
  void shouldCountAndTimeTheLastSecondsOnly() {
    var recent = new RecentAnswers(now);
    for (int i = 1; i <= 100; i++) {
      recent.add(now, answer("cat", 1, i));
    }
    after(Duration.ofSeconds(4));
    assertThat(recent.rate(now)).isEqualTo(25);
    assertThat(recent.percentile(0.5, Classification::queueMs)).isEqualTo(50);
    assertThat(recent.percentile(0.99, Classification::queueMs)).isEqualTo(99);
    after(Duration.ofSeconds(7));
    recent.add(now, answer("cat", 1, 7));
    assertThat(recent.rate(now)).isEqualTo(0.1);
    assertThat(recent.percentile(0.99, Classification::queueMs)).isEqualTo(7);
    after(Duration.ofSeconds(11));
    assertThat(recent.rate(now)).isZero();
    assertThat(recent.percentile(0.5, Classification::queueMs)).isNaN();
  }

  @Test
  void shouldAnnounceASwapOnceThoughReplicasSwapOneAfterTheOther() {
    var versions = new Versions();
    assertThat(versions.hear(now, answer("cat", 3, 1))).isEmpty();
    assertThat(versions.hear(now, answer("cat", 4, 1)))
        .contains("pets: version 4 answers now, before it 3");
    for (int version : List.of(3, 4, 3, 4)) {
      after(Duration.ofSeconds(1));
      assertThat(versions.hear(now, answer("cat", version, 1))).isEmpty();
    }
    assertThat(versions.text()).isEqualTo("pets v4");
    after(Duration.ofMinutes(5));
    assertThat(versions.hear(now, answer("cat", 3, 1)))
        .contains("pets: version 3 answers now, before it 4");
  }

  @Test
  void shouldRewriteAFewLinesThatFitTheTerminal() {
    var bytes = new ByteArrayOutputStream();
    var tally = new Tally(now);
    var versions = new Versions();
    var view = new LiveView(new LiveBlock(new PrintStream(bytes), 60), tally, versions, () -> now);
    for (int i = 0; i < 4; i++) {
      Classification answer = answer(i == 0 ? "cat" : "dog", 1, i);
      tally.add(answer);
      versions.hear(now, answer);
      view.answer(new Heard.Answer(answer, "{}"));
    }
    after(Duration.ofSeconds(2));
    view.tick();
    view.note("something");
    view.tick();
    view.tick();

    String[] shown = bytes.toString(StandardCharsets.UTF_8).split("\033\\[5A");
    assertThat(shown).hasSize(3);
    assertThat(shown[0].replace("\r\033[K", "").replace("\r\033[J", "").lines())
        .containsExactly(
            "2.0/s  4 answers in 0:02  pets v1",
            "dog 3 (75 %)  cat 1 (25 %)",
            "ms      queue   decode  compute   of the last 10 s",
            "p50       1.0      2.0      3.0",
            "p99       3.0      2.0      3.0");
    // The note stands where the lines stood, and they begin anew below it.
    assertThat(shown[1]).startsWith("\r\033[Jsomething\n\r\033[K2.0/s");
    assertThat(shown[2]).startsWith("\r\033[K2.0/s");
    assertThat(shown[0].replaceAll("\033\\[.", "").lines()).allMatch(line -> line.length() <= 60);
  }

  private void after(Duration time) {
    now += time.toNanos();
  }
}

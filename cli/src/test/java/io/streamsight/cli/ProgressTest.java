package io.streamsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now;

  @Test
  void shouldPrintALineEveryFiveSecondsWhereThereIsNoTerminal() {
    try (var progress = progress(0)) {
      after(Duration.ofSeconds(4));
      progress.stepTo(20);
      after(Duration.ofSeconds(1));
      progress.stepTo(25);
      after(Duration.ofSeconds(1));
      progress.stepTo(100, "nothing lost");
    }
    assertThat(bytes.toString().lines())
        .containsExactly(
            "Publish    [                    ]   0 %  0/100 images",
            "Publish    [=====               ]  25 %  25/100 images  5.0/s  0:15 left",
            "Publish    [====================] 100 %  100/100 images  17/s  in 0:06  nothing lost");
  }

  @Test
  void shouldRewriteOneLineThatFitsTheTerminal() {
    try (var progress = progress(60)) {
      after(Duration.ofSeconds(1));
      progress.stepTo(50, "a remark that is far too long for so narrow a terminal");
    }
    String[] lines = bytes.toString().split("\r");
    assertThat(lines).hasSize(4).allMatch(line -> line.strip().length() < 60);
    assertThat(bytes.toString()).startsWith("\r").endsWith(System.lineSeparator());
  }

  @Test
  void shouldSayThatItStandsStillInsteadOfARateFromBefore() {
    try (var progress = progress(0)) {
      after(Duration.ofSeconds(5));
      progress.stepTo(25);
      after(Duration.ofSeconds(12));
      progress.stepTo(25, "refused 1", "nothing for 12 s");
      after(Duration.ofSeconds(8));
      progress.stepTo(50, "refused 1");
    }
    assertThat(bytes.toString().lines().skip(2))
        .containsExactly(
            "Publish    [=====               ]  25 %  25/100 images  nothing for 12 s  refused 1",
            "Publish    [==========          ]  50 %  50/100 images  2.0/s  0:25 left  refused 1");
  }

  @Test
  void shouldNotSayTheEndTwice() {
    try (var progress = progress(0)) {
      after(Duration.ofSeconds(5));
      progress.stepTo(100);
      progress.stepTo(100);
    }
    assertThat(bytes.toString()).containsOnlyOnce("100/100");
  }

  @Test
  void shouldNotClaimTheWholeBeforeItIsDone() {
    try (var progress = new Progress("Index", 1_000, "images", out(), 0, () -> now)) {
      progress.stepTo(999);
    }
    assertThat(bytes.toString()).contains(" 99 %").doesNotContain("100 %");
  }

  private Progress progress(int width) {
    return new Progress("Publish", 100, "images", out(), width, () -> now);
  }

  private PrintStream out() {
    return new PrintStream(bytes);
  }

  private void after(Duration time) {
    now += time.toNanos();
  }
}

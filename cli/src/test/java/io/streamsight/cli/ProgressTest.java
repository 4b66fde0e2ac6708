package io.streamsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void shouldPrintWholeLinesWithoutControlCharactersWhereThereIsNoTerminal() {
    finish(0);
    assertThat(bytes.toString()).doesNotContain("\r", "\u001b").contains("Publish", "5/5");
  }

  @Test
  void shouldRewriteOneLineThatFitsTheTerminal() {
    finish(60);
    assertThat(bytes.toString().lines().flatMap(line -> line.lines()))
        .allMatch(line -> line.length() < 60);
    assertThat(bytes.toString()).startsWith("\r").endsWith(System.lineSeparator());
  }

  private void finish(int width) {
    try (var progress = new Progress("Publish", 5, "images", new PrintStream(bytes), width)) {
      progress.stepTo(5);
      progress.say("an extra message that is far too long for so narrow a terminal");
    }
  }
}

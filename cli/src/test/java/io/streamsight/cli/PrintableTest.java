package io.streamsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void shouldPutSeveralLinesOnOne() {
    assertThat(Printable.text("one:\r\n\ttwo\n\nthree\u2028four")).isEqualTo("one: two three four");
    assertThat(new CommandFailedException("one\ntwo")).hasMessage("one two");
  }

  @Test
  void shouldShowThatOtherControlCharactersWereThere() {
    assertThat(Printable.text("a\u001b[2Jb\u0007")).isEqualTo("a?[2Jb?");
  }
}

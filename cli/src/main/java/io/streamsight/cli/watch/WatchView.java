package io.streamsight.cli.watch;

/** How a watch is shown. */
interface WatchView {
  void answer(Heard.Answer answer);

  /** A line about the watch itself. */
  void note(String text);

  /** Several times a second. */
  void tick();

  /** The last line of all. */
  void end(String summary);
}

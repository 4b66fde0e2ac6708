package io.streamsight.cli.watch;

import io.streamsight.cli.Printable;
import io.streamsight.contract.classification.Classification;
import java.util.Locale;

/** Where there is no terminal: a line for each answer; what else there is begins with a hash. */
final class PlainLines implements WatchView {
  @Override
  public void answer(Heard.Answer heard) {
    Classification answer = heard.classification();
    Float score = answer.scores() == null ? null : answer.scores().get(answer.label());
    System.out.println(
        Printable.text(
            String.format(
                Locale.ROOT,
                "%s  %s  %s  %s v%d  queue %.1f  decode %.1f  compute %.1f ms",
                answer.imageId() == null ? "-" : answer.imageId(),
                answer.label(),
                score == null ? "-" : String.format(Locale.ROOT, "%.4f", score),
                answer.model(),
                answer.version(),
                answer.queueMs(),
                answer.decodeMs(),
                answer.computeMs())));
  }

  @Override
  public void note(String text) {
    System.out.println("# " + Printable.text(text));
  }

  @Override
  public void tick() {}

  @Override
  public void end(String summary) {
    note(summary);
  }
}

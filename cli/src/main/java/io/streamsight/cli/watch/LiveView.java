package io.streamsight.cli.watch;

import io.streamsight.cli.LiveBlock;
import io.streamsight.cli.Printable;
import io.streamsight.contract.classification.Classification;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** On a terminal: rate, labels and times, rewritten in place. */
final class LiveView implements WatchView {
  private final LiveBlock block;
  private final RecentAnswers recent;
  private final Tally tally;
  private final Versions versions;
  private final LongSupplier nanos;

  /**
   * @param tally and versions, which others keep
   * @param nanos the clock by which answers are old
   */
  LiveView(LiveBlock block, Tally tally, Versions versions, LongSupplier nanos) {
    this.block = block;
    this.tally = tally;
    this.versions = versions;
    this.nanos = nanos;
    recent = new RecentAnswers(nanos.getAsLong());
  }

  @Override
  public void answer(Heard.Answer answer) {
    recent.add(nanos.getAsLong(), answer.classification());
  }

  @Override
  public void note(String text) {
    block.keep(Printable.text(text));
  }

  @Override
  public void tick() {
    long now = nanos.getAsLong();
    block.show(
        List.of(
            Printable.text(
                String.format(
                    Locale.ROOT,
                    "%.1f/s  %s  %s",
                    recent.rate(now),
                    tally.count(now),
                    versions.text())),
            Printable.text(tally.labels()),
            "ms      queue   decode  compute   of the last %d s"
                .formatted(RecentAnswers.SPAN.toSeconds()),
            times("p50", 0.5),
            times("p99", 0.99)));
  }

  private String times(String name, double share) {
    return "%-4s %8s %8s %8s"
        .formatted(
            name,
            time(share, Classification::queueMs),
            time(share, Classification::decodeMs),
            time(share, Classification::computeMs));
  }

  private String time(double share, ToDoubleFunction<Classification> value) {
    double time = recent.percentile(share, value);
    return Double.isNaN(time) ? "-" : String.format(Locale.ROOT, "%.1f", time);
  }

  @Override
  public void end(String summary) {
    note(summary);
  }
}

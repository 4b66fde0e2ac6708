package io.streamsight.cli.watch;

import io.streamsight.cli.CancelOnExit;
import io.streamsight.cli.LiveBlock;
import io.streamsight.cli.LiveLine;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServedModel;
import io.streamsight.cli.ServiceOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "watch",
    description = "Watch the answers as they come, and which versions make them, until Ctrl-C.",
    mixinStandardHelpOptions = true)
public final class WatchCommand implements Callable<Integer> {
  private static final Duration TICK = Duration.ofMillis(200);

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Only this model's answers and swaps. Default: all")
  private String model;

  @Option(
      names = "--json",
      description =
          "Print each answer as it came, a line of JSON each; swaps go to standard error.")
  private boolean json;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after N answers. Default: when it is interrupted")
  private Long count;

  @Mixin private ServiceOptions services;
  @Spec private CommandSpec spec;

  private final Tally tally = new Tally(System.nanoTime());
  private final Versions versions = new Versions();
  private WatchView view;

  @Override
  public Integer call() throws InterruptedException {
    if (count != null && count < 1) {
      throw new ParameterException(
          spec.commandLine(), "--count %d: give 1 or more, or leave it out.".formatted(count));
    }
    view = view();
    if (model != null) {
      tellIfNotServed();
    }
    try (var feed = new AnswerFeed(services.inference(), model, AnswerFeed.SILENCE);
        var exit = new CancelOnExit(Thread.currentThread()::interrupt)) {
      watch(feed);
      view.end(tally.summary(System.nanoTime()));
    }
    return 0;
  }

  /** It may still come, or be misspelt. */
  private void tellIfNotServed() throws InterruptedException {
    List<String> served =
        Arrays.stream(services.inference().get(Query.of("models"), ServedModel[].class))
            .map(ServedModel::name)
            .toList();
    if (!served.contains(model)) {
      view.note(
          "No model '%s' is served now; served: %s"
              .formatted(model, served.isEmpty() ? "none" : String.join(", ", served)));
    }
  }

  private WatchView view() {
    if (json) {
      return new JsonLines();
    }
    int width = LiveLine.terminalWidth();
    return width == 0
        ? new PlainLines()
        : new LiveView(new LiveBlock(System.out, width), tally, versions, System::nanoTime);
  }

  /** Returns when it is interrupted, nobody reads, or there were as many as were asked for. */
  private void watch(AnswerFeed feed) {
    long ticked = System.nanoTime();
    try {
      // An error of the output is a reader that has gone: watch | head.
      while ((count == null || tally.answers() < count) && !System.out.checkError()) {
        Heard heard = feed.poll(TICK);
        if (heard != null) {
          hear(heard);
        }
        long now = System.nanoTime();
        if (now - ticked >= TICK.toNanos()) {
          ticked = now;
          view.tick();
        }
      }
    } catch (InterruptedException e) {
      // Ctrl-C: the way in which a watch ends.
    }
  }

  private void hear(Heard heard) {
    if (heard instanceof Heard.Answer answer) {
      tally.add(answer.classification());
      versions.hear(System.nanoTime(), answer.classification()).ifPresent(view::note);
      view.answer(answer);
    } else if (heard instanceof Heard.Swap swap) {
      versions.hear(System.nanoTime(), swap.event()).ifPresent(view::note);
    } else if (heard instanceof Heard.Dropped dropped) {
      tally.addDropped(dropped.count());
    } else if (heard instanceof Heard.Note note) {
      view.note(note.text());
    } else if (heard instanceof Heard.Failed failed) {
      throw failed.cause();
    }
  }
}

package io.streamsight.cli.training;

import static io.streamsight.cli.Table.number;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.Facts;
import io.streamsight.cli.LiveLine;
import io.streamsight.cli.Seconds;
import io.streamsight.cli.Table;
import io.streamsight.cli.Times;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A run for the one who reads it: what was asked for, its epochs, the curves. */
final class RunReport {
  private final RunStatus run;
  private final List<EpochResult> epochs;
  private final PrintStream out;

  RunReport(RunStatus run, List<EpochResult> epochs, PrintStream out) {
    this.run = run;
    this.epochs = epochs;
    this.out = out;
  }

  /** What was asked for and what became of it. */
  void facts() {
    var facts =
        new Facts()
            .add("run", run.runId())
            .add("model", run.model())
            .add("state", run.state())
            .add("phase", run.ended() ? null : run.phase())
            .add("worker", run.ended() ? null : run.worker())
            .add("device", run.device())
            .add("requested", Times.text(run.requestedAt()))
            .add("ended", Times.text(run.endedAt()));
    if (!run.ended() && run.epoch() != null) {
      facts.add("epoch", progress());
    }
    facts
        .add("version", run.version() == null ? null : run.model() + "/" + run.version())
        .add("repetition", run.repetition())
        .add("failure", run.failure());
    if (run.request() != null) {
      request(facts, "", run.request());
    }
    out.println(facts);
  }

  private String progress() {
    var text = new StringBuilder("%d of %d".formatted(run.epoch(), run.epochs()));
    if (run.step() != null) {
      text.append(", step %d of %d".formatted(run.step(), run.steps()));
    }
    if (run.secondsLeft() != null) {
      text.append(", %s left".formatted(Seconds.text(run.secondsLeft())));
    }
    return text.toString();
  }

  /** Every field by its name, also those that this version doesn't know. */
  private static void request(Facts facts, String prefix, JsonNode request) {
    request
        .fields()
        .forEachRemaining(
            field -> {
              String name = prefix + field.getKey();
              if (field.getValue().isObject()) {
                request(facts, name.equals("settings") ? "  " : name + ".", field.getValue());
              } else if (!field.getValue().isNull() && !name.equals("model")) {
                facts.add(name, field.getValue().asText());
              }
            });
  }

  /** A line for each finished epoch. */
  void epochs() {
    Optional<EpochResult> best = EpochResult.best(epochs);
    var table =
        new Table("epoch", "loss", "accuracy", "val_loss", "val_accuracy", "rate", "images/s", "");
    for (EpochResult epoch : epochs) {
      table.row(
          epoch.epoch(),
          number("%.4f", epoch.loss()),
          number("%.4f", epoch.accuracy()),
          number("%.4f", epoch.validationLoss()),
          number("%.4f", epoch.validationAccuracy()),
          number("%.2e", epoch.learningRate()),
          number("%.0f", epoch.imagesPerSecond()),
          best.filter(epoch::equals).isPresent() ? "best" : "");
    }
    out.println(table);
  }

  /** Accuracy and loss, one below the other; nothing before the first epoch has ended. */
  void curves() {
    Stream.of(Curves.accuracy(epochs), Curves.loss(epochs))
        .filter(curves -> !curves.isEmpty())
        .forEach(
            curves -> {
              out.println();
              out.println(TextChart.of(curves, LiveLine.terminalWidth()));
            });
  }

  boolean hasEpochs() {
    return !epochs.isEmpty();
  }
}

package io.streamsight.trainer.registry;

import io.streamsight.contract.run.TrainingEvent;
import io.streamsight.contract.run.TrainingEvent.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the events of a run come to.
 *
 * @param latest whatever was said last; null before anything was
 * @param numbers the last one that has them: of an epoch, or within one; null before
 * @param epochs that ended, in order
 * @param worker who began a phase last
 */
public record RunCourse(
    TrainingEvent latest, TrainingEvent numbers, List<TrainingEvent> epochs, String worker) {
  static final RunCourse NONE = new RunCourse(null, null, List.of(), null);

  /**
   * A worker that took over repeats what the one before did not finish: of an epoch the later event
   * counts, and epochs beyond it have not been. Whoever takes over begins with a phase: numbers of
   * another come from one that slept, and don't count.
   */
  RunCourse then(TrainingEvent event) {
    if (event.kind() == Kind.PHASE) {
      return new RunCourse(event, numbers, epochs, event.worker());
    }
    if (worker != null && !worker.equals(event.worker())) {
      return this;
    }
    if (event.kind() == Kind.PROGRESS || event.epoch() == null) {
      return new RunCourse(event, event, epochs, worker);
    }
    List<TrainingEvent> all = new ArrayList<>(epochs);
    all.removeIf(e -> e.epoch() >= event.epoch());
    all.add(event);
    return new RunCourse(event, event, List.copyOf(all), worker);
  }

  public Optional<TrainingEvent> lastEpoch() {
    return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.get(epochs.size() - 1));
  }

  /** Most validation images right, or as many at a lower loss; the first of equals. */
  public Optional<TrainingEvent> bestEpoch() {
    return epochs.stream()
        .filter(e -> e.validationAccuracy() != null && e.validationLoss() != null)
        .min(
            Comparator.comparingDouble((TrainingEvent e) -> -e.validationAccuracy())
                .thenComparingDouble(TrainingEvent::validationLoss));
  }
}

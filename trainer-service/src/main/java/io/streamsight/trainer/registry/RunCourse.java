package io.streamsight.trainer.registry;

import io.streamsight.contract.run.TrainingEvent;
import io.streamsight.contract.run.TrainingEvent.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the events of a run come to.
 *
 * @param latest whatever was said last; null before anything was
 * @param numbers the last one that has them: of an epoch, or within one; null before
 * @param epochs that ended, in order
 * @param worker whose numbers count
 * @param superseded workers that another took over from
 */
public record RunCourse(
    TrainingEvent latest,
    TrainingEvent numbers,
    List<TrainingEvent> epochs,
    String worker,
    Set<String> superseded) {
  /** With this every attempt at a run begins. */
  public static final String FIRST_PHASE = "reading the data set";

  static final RunCourse NONE = new RunCourse(null, null, List.of(), null, Set.of());

  /**
   * A worker that took over repeats what the one before did not finish: of an epoch the later event
   * counts, and epochs beyond it have not been. Whoever takes over begins with a phase: what
   * another says comes from one that slept, and does not count, unless it begins anew.
   */
  RunCourse then(TrainingEvent event) {
    if (event.kind() == Kind.PHASE) {
      return event.worker() != null
              && superseded.contains(event.worker())
              && !FIRST_PHASE.equals(event.detail())
          ? this
          : new RunCourse(event, numbers, epochs, event.worker(), supersededBy(event.worker()));
    }
    if (worker != null && !worker.equals(event.worker())) {
      return this;
    }
    if (event.kind() == Kind.PROGRESS || event.epoch() == null) {
      return new RunCourse(event, event, epochs, worker, superseded);
    }
    List<TrainingEvent> all = new ArrayList<>(epochs);
    all.removeIf(e -> e.epoch() >= event.epoch());
    all.add(event);
    return new RunCourse(event, event, List.copyOf(all), worker, superseded);
  }

  private Set<String> supersededBy(String next) {
    if (Objects.equals(next, worker)) {
      return superseded;
    }
    Set<String> all = new HashSet<>(superseded);
    if (worker != null) {
      all.add(worker);
    }
    all.remove(next);
    return Set.copyOf(all);
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

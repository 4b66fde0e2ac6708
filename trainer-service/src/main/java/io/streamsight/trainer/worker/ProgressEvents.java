package io.streamsight.trainer.worker;

import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.model.ModelMetadata.Lineage;
import io.streamsight.contract.run.TrainingEvent;
import io.streamsight.contract.topic.Topic;
import io.streamsight.trainer.dataset.FetchProgress;
import io.streamsight.trainer.kafka.TopicWriter;
import io.streamsight.trainer.training.EpochResult;
import io.streamsight.trainer.training.Progress;
import io.streamsight.trainer.training.TrainingListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.BooleanSupplier;

/** Tells {@code training-events} how far a run is, and saves its checkpoints. */
@ApplicationScoped
public class ProgressEvents {
  private static final long SECOND = 1_000_000_000;

  private final TopicWriter writer;
  private final Checkpoints checkpoints;
  private final Leases leases;
  private final ComputeDevice device;

  ProgressEvents(TopicWriter writer, Checkpoints checkpoints, Leases leases, ComputeDevice device) {
    this.writer = writer;
    this.checkpoints = checkpoints;
    this.leases = leases;
    this.device = device;
  }

  /** What runs compute on here: {@code cpu} or {@code cuda}. */
  String device() {
    return device.name();
  }

  /**
   * @param stop whether the run is another's by now, or over: then this says nothing, for a phase
   *     makes whoever says it the one whose numbers count
   */
  public void phase(String runId, String detail, BooleanSupplier stop) {
    if (stop.getAsBoolean()) {
      return;
    }
    send(TrainingEvent.phase(runId, detail, leases.worker(), device.name()));
  }

  /** Tells once a second how many pictures are there. */
  FetchProgress fetching(String runId, Split split, BooleanSupplier stop) {
    return new FetchProgress() {
      private long lastAt = System.nanoTime() - SECOND;

      @Override
      public void fetched(int done, int of) {
        if (System.nanoTime() - lastAt >= SECOND || done == of) {
          lastAt = System.nanoTime();
          phase(runId, "decoding %s images, %d of %d".formatted(split.text(), done, of), stop);
        }
      }
    };
  }

  /**
   * @param lineage of the run's data, kept with each checkpoint
   * @param stop whether the run is another's by now, or over: then nothing more is said of it
   */
  TrainingListener listener(String runId, Lineage lineage, BooleanSupplier stop) {
    return new TrainingListener() {
      private Progress last;
      private long lastAt;

      @Override
      public void begins(long checkpointBytes) {
        checkpoints.requireFit(checkpointBytes);
      }

      @Override
      public void progressed(Progress p) {
        last = p;
        lastAt = System.nanoTime();
        if (stop.getAsBoolean()) {
          return;
        }
        send(
            new TrainingEvent(
                runId,
                TrainingEvent.Kind.PROGRESS,
                "training",
                p.epoch(),
                p.epochs(),
                p.step(),
                p.steps(),
                p.loss(),
                p.accuracy(),
                null,
                null,
                null,
                p.imagesPerSecond(),
                p.secondsLeft(),
                leases.worker(),
                device.name()));
      }

      @Override
      public void epochEnded(EpochResult r) {
        if (stop.getAsBoolean()) {
          return;
        }
        double since = (System.nanoTime() - lastAt) / 1e9;
        send(
            new TrainingEvent(
                runId,
                TrainingEvent.Kind.EPOCH,
                "training",
                r.epoch(),
                r.epochs(),
                last.steps(),
                last.steps(),
                r.loss(),
                r.accuracy(),
                r.validationLoss(),
                r.validationAccuracy(),
                r.learningRate(),
                r.imagesPerSecond(),
                r.epoch() == r.epochs() ? 0 : Math.max(0, last.secondsLeft() - since),
                leases.worker(),
                device.name()));
      }

      @Override
      public void checkpoint(int epoch, byte[] state) {
        if (!stop.getAsBoolean()) {
          checkpoints.save(runId, epoch, state, lineage);
        }
      }
    };
  }

  private void send(TrainingEvent event) {
    writer.send(
        Topic.TRAINING_EVENTS,
        Event.json(EventType.TRAINING_PROGRESS, event.runId(), TopicWriter.SOURCE, event));
  }
}

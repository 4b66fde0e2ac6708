package io.streamsight.trainer.worker;

import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.model.ModelMetadata.Lineage;
import io.streamsight.contract.run.TrainingEvent;
import io.streamsight.contract.topic.Topic;
import io.streamsight.trainer.kafka.TopicWriter;
import io.streamsight.trainer.training.EpochResult;
import io.streamsight.trainer.training.Progress;
import io.streamsight.trainer.training.TrainingListener;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells {@code training-events} how far a run is, and saves its checkpoints. */
@ApplicationScoped
public class ProgressEvents {
  private final TopicWriter writer;
  private final Checkpoints checkpoints;

  ProgressEvents(TopicWriter writer, Checkpoints checkpoints) {
    this.writer = writer;
    this.checkpoints = checkpoints;
  }

  public void phase(String runId, String detail) {
    send(TrainingEvent.phase(runId, detail));
  }

  /**
   * @param lineage of the run's data, kept with each checkpoint
   */
  TrainingListener listener(String runId, Lineage lineage) {
    return new TrainingListener() {
      private int steps;

      @Override
      public void progressed(Progress p) {
        steps = p.steps();
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
                p.secondsLeft()));
      }

      @Override
      public void epochEnded(EpochResult r) {
        send(
            new TrainingEvent(
                runId,
                TrainingEvent.Kind.EPOCH,
                "training",
                r.epoch(),
                r.epochs(),
                steps,
                steps,
                r.loss(),
                r.accuracy(),
                r.validationLoss(),
                r.validationAccuracy(),
                r.learningRate(),
                r.imagesPerSecond(),
                null));
      }

      @Override
      public void checkpoint(int epoch, byte[] state) {
        checkpoints.save(runId, state, lineage);
      }
    };
  }

  private void send(TrainingEvent event) {
    writer.send(
        Topic.TRAINING_EVENTS,
        Event.json(EventType.TRAINING_PROGRESS, event.runId(), TopicWriter.SOURCE, event));
  }
}

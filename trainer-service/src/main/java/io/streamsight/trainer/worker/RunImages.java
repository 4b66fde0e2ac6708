package io.streamsight.trainer.worker;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.model.ModelMetadata.Lineage;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.trainer.TrainerConfig;
import io.streamsight.trainer.dataset.Pictures;
import io.streamsight.trainer.dataset.PixelCache;
import io.streamsight.trainer.dataset.Snapshot;
import io.streamsight.trainer.dataset.SnapshotReader;
import io.streamsight.trainer.registry.ResolvedRequest;
import io.streamsight.trainer.training.Examples;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Finds the images of a run: those of now, or the very ones that a run before had. */
@ApplicationScoped
public class RunImages {
  private final TrainerConfig config;
  private final SnapshotReader snapshots;
  private final PixelCache pixels;
  private final ProgressEvents events;

  RunImages(
      TrainerConfig config, SnapshotReader snapshots, PixelCache pixels, ProgressEvents events) {
    this.config = config;
    this.snapshots = snapshots;
    this.pixels = pixels;
    this.events = events;
  }

  /**
   * @param begun the data that the run's checkpoint is of; null at its start
   * @throws StreamsightException {@link Reason#DATASET_UNTRAINABLE}; {@link Reason#DATASET_CHANGED}
   *     when the log no longer gives the data of the run that it goes on with or repeats; {@link
   *     Reason#IMAGE_LOST} naming images that the log no longer holds,
   *     or that were erased or replaced since the run that it goes on with or repeats
   * @throws CancellationException when it was stopped
   */
  RunData open(String runId, ResolvedRequest resolved, Lineage begun, BooleanSupplier stop)
      throws IOException {
    events.phase(runId, "reading the data set");
    Snapshot snapshot = snapshot(resolved, begun, stop);
    snapshot.requireTrainable(config.missingShare());
    int size = resolved.request().imageSize();
    Preprocessing preprocessing = Preprocessing.kerasV1(size, size);
    Map<Split, Examples> open = new EnumMap<>(Split.class);
    try {
      for (Split split : Split.values()) {
        open.put(split, examples(runId, snapshot, split, preprocessing, stop));
      }
    } catch (RuntimeException e) {
      for (Examples opened : open.values()) {
        opened.close();
      }
      throw e;
    }
    return new RunData(
        snapshot,
        preprocessing,
        open.get(Split.TRAIN),
        open.get(Split.VALIDATION),
        open.get(Split.TEST));
  }

  private Examples examples(
      String runId,
      Snapshot snapshot,
      Split split,
      Preprocessing preprocessing,
      BooleanSupplier stop) {
    List<Example> examples = snapshot.dataset().of(split);
    List<String> labels = snapshot.dataset().labels();
    Pictures pictures = pixels.open(examples, preprocessing, stop, events.fetching(runId, split));
    return new Examples(
        pictures, examples.stream().map(Example::label).mapToInt(labels::indexOf).toArray());
  }

  private Snapshot snapshot(ResolvedRequest resolved, Lineage begun, BooleanSupplier stop) {
    if (begun != null) {
      return again(begun, "this run began with", stop);
    }
    ModelVersion repeated = resolved.repeated();
    if (repeated != null) {
      return again(
          repeated.metadata().lineage(),
          "the run of " + resolved.request().repeat() + " had",
          stop);
    }
    return snapshots.now(resolved.request().dataset(), stop);
  }

  private Snapshot again(Lineage lineage, String whose, BooleanSupplier stop) {
    Snapshot snapshot =
        snapshots.at(lineage.dataset(), lineage.imageIndex(), lineage.imageSplits(), stop);
    if (!snapshot.dataset().digest().equals(lineage.digest())) {
      throw new StreamsightException(
          Reason.DATASET_CHANGED,
          "The log up to the noted offsets no longer gives the data of %s that %s: digest %s of %s"
                  .formatted(
                      lineage.dataset(),
                      whose,
                      snapshot.dataset().digest(),
                      snapshot.lineage().images())
              + ", not %s of %s".formatted(lineage.digest(), lineage.images()));
    }
    snapshot.requireHeld(snapshots.contentHashes(stop));
    return snapshot;
  }
}

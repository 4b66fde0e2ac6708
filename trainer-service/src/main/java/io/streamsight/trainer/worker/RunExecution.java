package io.streamsight.trainer.worker;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Dataset;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.model.ModelMetadata.Lineage;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.Outcome;
import io.streamsight.contract.registry.Proposal.CandidatePublished;
import io.streamsight.contract.registry.Run;
import io.streamsight.contract.registry.Verdict;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.trainer.TrainerConfig;
import io.streamsight.trainer.dataset.Pictures;
import io.streamsight.trainer.dataset.PixelCache;
import io.streamsight.trainer.dataset.Snapshot;
import io.streamsight.trainer.dataset.SnapshotReader;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.registry.RegistryLog;
import io.streamsight.trainer.registry.RequestResolution;
import io.streamsight.trainer.training.EpochResult;
import io.streamsight.trainer.training.Examples;
import io.streamsight.trainer.training.Recipe;
import io.streamsight.trainer.training.TrainingOutcome;
import io.streamsight.trainer.training.TrainingPlan;
import io.streamsight.trainer.training.TrainingRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** One run from log to log: snapshot, training, export and scoring, gate, publishing. */
@ApplicationScoped
public class RunExecution {
  private static final Logger LOG = Logger.getLogger(RunExecution.class);

  /** How a run ended that did not fail. */
  public enum End {
    PUBLISHED,
    STOPPED
  }

  private final TrainerConfig config;
  private final SnapshotReader snapshots;
  private final PixelCache pixels;
  private final Checkpoints checkpoints;
  private final ProgressEvents events;
  private final CandidateScoring scoring;
  private final ChampionComparison comparison;
  private final ModelFiles models;
  private final RegistryLog registry;
  private final Leases leases;

  RunExecution(
      TrainerConfig config,
      SnapshotReader snapshots,
      PixelCache pixels,
      Checkpoints checkpoints,
      ProgressEvents events,
      CandidateScoring scoring,
      ChampionComparison comparison,
      ModelFiles models,
      RegistryLog registry,
      Leases leases) {
    this.config = config;
    this.snapshots = snapshots;
    this.pixels = pixels;
    this.checkpoints = checkpoints;
    this.events = events;
    this.scoring = scoring;
    this.comparison = comparison;
    this.models = models;
    this.registry = registry;
    this.leases = leases;
  }

  /**
   * @param stop asked after each step and before anything is published
   * @throws StreamsightException when the run can't give a model; {@link Reason#UNAVAILABLE} when
   *     it may later
   */
  public End execute(Run run, BooleanSupplier stop) {
    TrainingRequest request =
        RequestResolution.resolve(run.request(), registry.registry()).request();
    events.phase(run.runId(), "reading the data set");
    Optional<Checkpoints.Saved> saved = checkpoints.latest(run.runId(), stop);
    Snapshot snapshot =
        saved
            .map(s -> repeat(s.lineage(), stop))
            .orElseGet(() -> snapshots.now(request.dataset(), stop));
    snapshot.requireTrainable(config.missingShare());
    Dataset dataset = snapshot.dataset();
    Preprocessing preprocessing = Preprocessing.kerasV1(request.imageSize(), request.imageSize());
    List<String> labels = dataset.labels();
    try (Pictures train =
            pixels.open(dataset.of(Split.TRAIN), preprocessing, stop, (done, of) -> {});
        Pictures validation =
            pixels.open(dataset.of(Split.VALIDATION), preprocessing, stop, (done, of) -> {});
        Pictures test =
            pixels.open(dataset.of(Split.TEST), preprocessing, stop, (done, of) -> {})) {
      TrainingPlan plan =
          new TrainingPlan(
              Architecture.of(request, labels.size()),
              Recipe.of(request.recipe(), request.settings()),
              request.seed(),
              request.epochs(),
              request.batchSize());
      Examples validationExamples = examples(validation, dataset, Split.VALIDATION, labels);
      LOG.infof("Run %s: trains %s on %s", run.runId(), plan, snapshot.lineage().images());
      events.phase(run.runId(), "training");
      TrainingOutcome outcome =
          new TrainingRun(
                  plan,
                  examples(train, dataset, Split.TRAIN, labels),
                  validationExamples,
                  events.listener(run.runId(), snapshot.lineage(), stop))
              .run(saved.map(Checkpoints.Saved::state).orElse(null), stop);
      if (!(outcome instanceof TrainingOutcome.Finished finished)) {
        return End.STOPPED;
      }
      try (Net net = finished.net()) {
        events.phase(run.runId(), "scoring with ONNX Runtime");
        CandidateScoring.Scored scored =
            scoring.score(
                net,
                metadata(
                    run, request, labels, preprocessing, net, finished.best(), snapshot.lineage()),
                validationExamples,
                examples(test, dataset, Split.TEST, labels));
        return publish(run, scored, dataset, stop);
      }
    } catch (CancellationException e) {
      return End.STOPPED;
    } catch (IOException e) {
      throw new UncheckedIOException("The pixel cache can't be closed", e);
    }
  }

  /** The very data that the run began with, whatever was published since. */
  private Snapshot repeat(Lineage lineage, BooleanSupplier stop) {
    Snapshot snapshot =
        snapshots.at(lineage.dataset(), lineage.imageIndex(), lineage.imageSplits(), stop);
    if (!snapshot.dataset().digest().equals(lineage.digest())) {
      throw new StreamsightException(
          Reason.INTERNAL,
          "The log up to %s no longer gives the data set that the run began with"
              .formatted(lineage));
    }
    return snapshot;
  }

  private static Examples examples(
      Pictures pixels, Dataset dataset, Split split, List<String> labels) {
    return new Examples(
        pixels, dataset.of(split).stream().map(Example::label).mapToInt(labels::indexOf).toArray());
  }

  private static ModelMetadata metadata(
      Run run,
      TrainingRequest request,
      List<String> labels,
      Preprocessing preprocessing,
      Net net,
      EpochResult best,
      Lineage lineage) {
    return new ModelMetadata(
        request.model(),
        run.runId(),
        labels,
        preprocessing,
        net.parameterCount(),
        request,
        best.epoch(),
        lineage,
        null,
        null,
        "streamsight " + RunExecution.class.getPackage().getImplementationVersion());
  }

  private End publish(
      Run run, CandidateScoring.Scored scored, Dataset dataset, BooleanSupplier stop) {
    String model = run.request().model();
    Verdict verdict = comparison.verdict(model, scored, dataset.of(Split.VALIDATION), stop);
    if (stop.getAsBoolean()) {
      return End.STOPPED;
    }
    events.phase(run.runId(), "publishing");
    ModelFile file = models.publish(model, scored.onnx());
    Outcome outcome =
        registry.propose(
            new CandidatePublished(
                model, run.runId(), file, scored.metadata(), verdict, null, leases.worker()));
    LOG.infof("Run %s: published, %s; gate: %s", run.runId(), outcome, verdict.why());
    return End.PUBLISHED;
  }
}

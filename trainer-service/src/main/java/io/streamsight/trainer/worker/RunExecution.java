package io.streamsight.trainer.worker;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Outcome;
import io.streamsight.contract.registry.Proposal.CandidatePublished;
import io.streamsight.contract.registry.Repetition;
import io.streamsight.contract.registry.Run;
import io.streamsight.contract.registry.Verdict;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.onnx.OnnxWeights;
import io.streamsight.trainer.registry.RegistryLog;
import io.streamsight.trainer.registry.ResolvedRequest;
import io.streamsight.trainer.training.InitialWeights;
import io.streamsight.trainer.training.TrainingOutcome;
import io.streamsight.trainer.training.TrainingOutcome.Finished;
import io.streamsight.trainer.training.TrainingPlan;
import io.streamsight.trainer.training.TrainingRun;
import io.streamsight.trainer.training.UnusableCheckpointException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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

  private final RunImages images;
  private final Checkpoints checkpoints;
  private final ProgressEvents events;
  private final CandidateScoring scoring;
  private final ChampionComparison comparison;
  private final Repetitions repetitions;
  private final ModelFiles models;
  private final RegistryLog registry;
  private final Leases leases;

  /** Of this code. */
  private final String release;

  RunExecution(
      RunImages images,
      Checkpoints checkpoints,
      ProgressEvents events,
      CandidateScoring scoring,
      ChampionComparison comparison,
      Repetitions repetitions,
      ModelFiles models,
      RegistryLog registry,
      Leases leases,
      @ConfigProperty(name = "quarkus.application.version") String release) {
    this.images = images;
    this.checkpoints = checkpoints;
    this.events = events;
    this.scoring = scoring;
    this.comparison = comparison;
    this.repetitions = repetitions;
    this.models = models;
    this.registry = registry;
    this.leases = leases;
    this.release = release;
  }

  /**
   * @param stop asked after each step, several times a second in all other phases, and before
   *     anything is published
   * @throws StreamsightException when the run can't give a model; {@link Reason#UNAVAILABLE} when
   *     it may later
   */
  public End execute(Run run, BooleanSupplier stop) {
    try {
      ResolvedRequest resolved = registry.resolve(run.request());
      Optional<Checkpoints.Saved> saved = checkpoints.latest(run.runId(), stop);
      if (resolved.repeated() != null) {
        // Missing, it must be missed before the epochs, not after them.
        models.read(resolved.repeated(), stop);
      }
      return execute(run, resolved, saved, stop);
    } catch (CancellationException e) {
      return End.STOPPED;
    } catch (IOException e) {
      throw new UncheckedIOException("The pixel cache can't be closed", e);
    }
  }

  private End execute(
      Run run, ResolvedRequest resolved, Optional<Checkpoints.Saved> saved, BooleanSupplier stop)
      throws IOException {
    try (RunData data =
        images.open(
            run.runId(), resolved, saved.map(Checkpoints.Saved::lineage).orElse(null), stop)) {
      TrainingOutcome outcome = train(run, resolved, data, saved, stop);
      if (!(outcome instanceof Finished finished)) {
        return End.STOPPED;
      }
      try (Net net = finished.net()) {
        events.phase(run.runId(), "scoring with ONNX Runtime", stop);
        ModelMetadata metadata = metadata(run, resolved.request(), data, finished);
        CandidateScoring.Scored scored =
            scoring.score(net, metadata, data.validation(), data.test(), stop);
        return publish(run, resolved, scored, data, stop);
      }
    }
  }

  private TrainingOutcome train(
      Run run,
      ResolvedRequest resolved,
      RunData data,
      Optional<Checkpoints.Saved> saved,
      BooleanSupplier stop) {
    TrainingPlan plan = TrainingPlan.of(resolved.request(), data.labels().size());
    LOG.infof(
        "Run %s: trains %s on %s and %s, %s",
        run.runId(),
        plan,
        events.device(),
        data.lineage().images(),
        saved.map(s -> "goes on after epoch " + s.epoch()).orElse("from the start"));
    events.phase(run.runId(), "training", stop);
    TrainingRun training =
        new TrainingRun(
            plan,
            initialWeights(resolved, data.labels(), stop),
            data.train(),
            data.validation(),
            events.listener(run.runId(), data.lineage(), stop));
    try {
      return training.run(saved.map(Checkpoints.Saved::state).orElse(null), stop);
    } catch (UnusableCheckpointException e) {
      LOG.warnf(
          "Run %s: of another release? Trains from the start: %s", run.runId(), e.getMessage());
      return training.run(null, stop);
    }
  }

  /** The parent's; its head too, if the labels are the same. */
  private InitialWeights initialWeights(
      ResolvedRequest resolved, List<String> labels, BooleanSupplier stop) {
    ModelVersion parent = resolved.parent();
    return parent == null
        ? null
        : new InitialWeights(
            OnnxWeights.of(models.read(parent, stop)), !labels.equals(parent.metadata().labels()));
  }

  private ModelMetadata metadata(
      Run run, TrainingRequest request, RunData data, Finished finished) {
    return new ModelMetadata(
        request.model(),
        run.runId(),
        data.labels(),
        data.preprocessing(),
        finished.net().parameterCount(),
        request,
        finished.best().epoch(),
        data.lineage(),
        null,
        null,
        "streamsight " + release);
  }

  private End publish(
      Run run,
      ResolvedRequest resolved,
      CandidateScoring.Scored scored,
      RunData data,
      BooleanSupplier stop) {
    String model = run.model();
    Repetition repetition =
        repetitions.compare(run.runId(), resolved.repeated(), scored.onnx(), stop).orElse(null);
    events.phase(run.runId(), "comparing with the champion", stop);
    Verdict verdict = comparison.verdict(resolved, scored, data.dataset(), stop);
    registry.catchUp();
    if (stop.getAsBoolean()) {
      return End.STOPPED;
    }
    events.phase(run.runId(), "publishing", stop);
    ModelFile file = models.publish(model, scored.onnx());
    Outcome outcome =
        registry.propose(
            new CandidatePublished(
                model, run.runId(), file, scored.metadata(), verdict, repetition, leases.worker()));
    LOG.infof("Run %s: published, %s; gate: %s", run.runId(), outcome, verdict.why());
    return End.PUBLISHED;
  }
}

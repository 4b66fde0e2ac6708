package io.streamsight.trainer.worker;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Dataset;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.model.ModelMetadata.Lineage;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Verdict;
import io.streamsight.contract.run.FineTuning;
import io.streamsight.trainer.TrainerConfig;
import io.streamsight.trainer.dataset.Pictures;
import io.streamsight.trainer.dataset.PixelCache;
import io.streamsight.trainer.dataset.SnapshotReader;
import io.streamsight.trainer.gate.Gate;
import io.streamsight.trainer.onnx.OnnxModel;
import io.streamsight.trainer.registry.RegistryLog;
import io.streamsight.trainer.registry.ResolvedRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Puts a candidate and the champion before the same images, and asks the gate. */
@ApplicationScoped
public class ChampionComparison {
  private static final Logger LOG = Logger.getLogger(ChampionComparison.class);

  private final Gate gate;
  private final RegistryLog registry;
  private final ModelFiles models;
  private final SnapshotReader snapshots;
  private final PixelCache pixels;

  ChampionComparison(
      TrainerConfig config,
      RegistryLog registry,
      ModelFiles models,
      SnapshotReader snapshots,
      PixelCache pixels) {
    this.gate = new Gate(config.gateMargin(), config.minimalAccuracy());
    this.registry = registry;
    this.models = models;
    this.snapshots = snapshots;
    this.pixels = pixels;
  }

  /**
   * @param dataset the candidate's, its validation images in the order of {@code
   *     candidate.validationRight()}
   */
  Verdict verdict(
      ResolvedRequest resolved,
      CandidateScoring.Scored candidate,
      Dataset dataset,
      BooleanSupplier stop) {
    if (resolved.request().repeat() != null) {
      return gate.repetition(resolved.request().repeat(), candidate.validationRight());
    }
    String name = resolved.request().model();
    Optional<ModelVersion> champion = registry.registry().champion(name);
    if (champion.isEmpty()) {
      return registry.registry().trail(name, AliasMoved.CHAMPION).removed()
          ? gate.removed(candidate.validationRight())
          : gate.first(candidate.validationRight());
    }
    ModelMetadata its = champion.get().metadata();
    if (its != null && !its.labels().equals(candidate.metadata().labels())) {
      return gate.otherLabels(
          champion.get().version(),
          its.labels(),
          candidate.metadata().labels(),
          candidate.validationRight());
    }
    Set<String> seen = new HashSet<>();
    addTrain(dataset, seen);
    if (!addTrainedOn(champion.get(), seen, stop) || !addTrainedOn(resolved.parent(), seen, stop)) {
      return gate.unknown(champion.get().version(), candidate.validationRight());
    }
    List<Example> validation = dataset.of(Split.VALIDATION);
    int[] fresh = unseen(validation, seen);
    boolean[] candidateRight = new boolean[fresh.length];
    for (int i = 0; i < fresh.length; i++) {
      candidateRight[i] = candidate.validationRight()[fresh[i]];
    }
    List<Example> examples = IntStream.of(fresh).mapToObj(validation::get).toList();
    try {
      boolean[] championRight =
          examples.isEmpty() ? new boolean[0] : rightOf(champion.get(), examples, stop);
      return gate.compare(champion.get().version(), candidateRight, championRight);
    } catch (StreamsightException e) {
      if (e.reason() != Reason.MODEL_MISSING && e.reason() != Reason.MODEL_PREPROCESSING) {
        throw e;
      }
      // A run that has done all its epochs must not fail for that.
      LOG.warnf("The champion's file is gone, or is of other rules: %s", e.getMessage());
      return gate.unknown(champion.get().version(), candidate.validationRight());
    }
  }

  static void addTrain(Dataset dataset, Set<String> seen) {
    dataset.of(Split.TRAIN).forEach(example -> seen.add(example.contentHash()));
  }

  /** Positions of those that nobody has trained on. */
  static int[] unseen(List<Example> validation, Set<String> seen) {
    return IntStream.range(0, validation.size())
        .filter(i -> !seen.contains(validation.get(i).contentHash()))
        .toArray();
  }

  /**
   * What a version has seen, and what those have from which it was fine-tuned. Content hashes: the
   * same picture under another id has been seen too.
   *
   * @param version null: nothing
   * @return false when that can't be known: a later release has written it, or the log no longer
   *     gives it
   */
  private boolean addTrainedOn(ModelVersion version, Set<String> seen, BooleanSupplier stop) {
    ModelVersion next = version;
    while (next != null) {
      ModelMetadata metadata = next.metadata();
      if (metadata == null) {
        return false;
      }
      Lineage lineage = metadata.lineage();
      if (lineage == null) {
        return false;
      }
      try {
        addTrain(
            snapshots
                .of(lineage, "%s/%d had".formatted(next.model(), next.version()), stop)
                .dataset(),
            seen);
      } catch (StreamsightException e) {
        if (e.reason() != Reason.DATASET_CHANGED) {
          throw e;
        }
        LOG.warnf("No comparison with the champion: %s", e.getMessage());
        return false;
      }
      FineTuning from = metadata.request().fineTuning();
      next = from == null ? null : registry.registry().version(from.from()).orElse(null);
    }
    return true;
  }

  private boolean[] rightOf(ModelVersion champion, List<Example> examples, BooleanSupplier stop) {
    ModelMetadata metadata = champion.metadata();
    int[] labels = examples.stream().mapToInt(e -> metadata.labels().indexOf(e.label())).toArray();
    try (OnnxModel model =
            OnnxModel.load(
                models.read(champion, stop), Runtime.getRuntime().availableProcessors());
        Pictures pictures = pixels.open(examples, preprocessing(model), stop, (done, of) -> {})) {
      return Scores.of(model::scores, pictures, stop).right(labels);
    } catch (IOException e) {
      throw new UncheckedIOException("The pixel cache can't be closed", e);
    }
  }

  /** As the file has it, which knows by which rules its pictures were prepared. */
  private static Preprocessing preprocessing(OnnxModel model) {
    return ModelMetadata.ofProperties(model.metadata()).preprocessing();
  }
}

package io.streamsight.trainer.worker;

import io.streamsight.contract.dataset.Dataset;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.model.ModelMetadata.Lineage;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Verdict;
import io.streamsight.trainer.TrainerConfig;
import io.streamsight.trainer.dataset.Pictures;
import io.streamsight.trainer.dataset.PixelCache;
import io.streamsight.trainer.dataset.SnapshotReader;
import io.streamsight.trainer.gate.Gate;
import io.streamsight.trainer.onnx.OnnxModel;
import io.streamsight.trainer.registry.RegistryLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts a candidate and the champion before the same images, and asks the gate. */
@ApplicationScoped
public class ChampionComparison {
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
   * @param validation the candidate's, in the order of {@code candidate.validationRight()}
   */
  public Verdict verdict(
      String model,
      CandidateScoring.Scored candidate,
      List<Example> validation,
      BooleanSupplier stop) {
    Optional<ModelVersion> champion = registry.registry().champion(model);
    if (champion.isEmpty()) {
      return gate.first(candidate.validationRight());
    }
    Set<String> seen = trainedOn(champion.get().metadata().lineage(), stop);
    int[] fresh =
        IntStream.range(0, validation.size())
            .filter(i -> !seen.contains(validation.get(i).contentHash()))
            .toArray();
    boolean[] candidateRight = new boolean[fresh.length];
    for (int i = 0; i < fresh.length; i++) {
      candidateRight[i] = candidate.validationRight()[fresh[i]];
    }
    List<Example> examples = IntStream.of(fresh).mapToObj(validation::get).toList();
    boolean[] championRight =
        examples.isEmpty() ? new boolean[0] : rightOf(champion.get(), examples, stop);
    return gate.compare(champion.get().version(), candidateRight, championRight);
  }

  /** Content hashes: the same picture under another id has been seen too. */
  private Set<String> trainedOn(Lineage lineage, BooleanSupplier stop) {
    Dataset dataset =
        snapshots
            .at(lineage.dataset(), lineage.imageIndex(), lineage.imageSplits(), stop)
            .dataset();
    return dataset.of(Split.TRAIN).stream().map(Example::contentHash).collect(Collectors.toSet());
  }

  private boolean[] rightOf(ModelVersion champion, List<Example> examples, BooleanSupplier stop) {
    ModelMetadata metadata = champion.metadata();
    // A label that the champion does not know is -1: it can't be right about it.
    int[] labels = examples.stream().mapToInt(e -> metadata.labels().indexOf(e.label())).toArray();
    try (Pictures pictures =
            pixels.open(examples, metadata.preprocessing(), stop, (done, of) -> {});
        OnnxModel model =
            OnnxModel.load(models.read(champion), Runtime.getRuntime().availableProcessors())) {
      return Scores.of(model::scores, pictures).right(labels);
    } catch (IOException e) {
      throw new UncheckedIOException("The pixel cache can't be closed", e);
    }
  }
}

package io.streamsight.trainer.registry;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.ModelVersionId;
import io.streamsight.contract.registry.Registry;
import io.streamsight.contract.run.FineTuning;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.training.Recipe;
import io.streamsight.trainer.training.TrainingPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The one place that says what a request means: what it leaves open comes from the version that it
 * repeats, or the one that it fine-tunes, or is the book's. Resolving what is resolved changes
 * nothing.
 */
public final class RequestResolution {
  private RequestResolution() {}

  /**
   * @param registry read to its end, if the request names a version
   * @throws StreamsightException {@link Reason#EVENT_INVALID} naming the field that no run can
   *     have, or what contradicts the version; {@link Reason#CONFLICT} naming the version that is
   *     not there, is retired, or is not understood: what the registry holds may change
   */
  public static ResolvedRequest resolve(TrainingRequest request, Registry registry) {
    try {
      ModelVersion repeated = version("repeat", request.repeat(), registry);
      TrainingRequest asked = repeated == null ? request : repetition(request, repeated);
      ModelVersion parent =
          asked.fineTuning() == null
              ? null
              : version("fineTuning.from", asked.fineTuning().from(), registry);
      if (parent != null && parent.retired() && repeated == null) {
        throw new StreamsightException(
            Reason.CONFLICT,
            "fineTuning.from: %s is retired: start from another version"
                .formatted(asked.fineTuning().from()));
      }
      TrainingRequest complete =
          checked(RequestDefaults.complete(parent == null ? asked : fineTuning(asked, parent)));
      return new ResolvedRequest(complete, parent, repeated);
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, e.getMessage(), e);
    }
  }

  private static ModelVersion version(String field, ModelVersionId id, Registry registry) {
    if (id == null) {
      return null;
    }
    ModelVersion version =
        registry
            .version(id)
            .orElseThrow(
                () ->
                    new StreamsightException(
                        Reason.CONFLICT, "%s: there is no %s".formatted(field, id)));
    if (version.metadata() == null || version.metadata().request() == null) {
      throw new StreamsightException(
          Reason.CONFLICT,
          "%s: what %s says of itself is not understood by this release".formatted(field, id));
    }
    return version;
  }

  /** The very run: what is given must be what it was. */
  private static TrainingRequest repetition(TrainingRequest asked, ModelVersion of) {
    TrainingRequest was = of.metadata().request();
    Given given = new Given("repeat", asked.repeat());
    given.same("architecture", asked.architecture(), was.architecture());
    given.same("width", asked.width(), was.width());
    given.same("blocks", asked.blocks(), was.blocks());
    given.same("recipe", asked.recipe(), was.recipe());
    given.same("dataset", asked.dataset(), of.metadata().lineage().dataset());
    given.same("imageSize", asked.imageSize(), was.imageSize());
    given.same("epochs", asked.epochs(), was.epochs());
    given.same("batchSize", asked.batchSize(), was.batchSize());
    given.same("seed", asked.seed(), was.seed());
    given.same(asked.fineTuning(), was.fineTuning());
    Map<String, Object> settings = new HashMap<>(was.settings());
    settings.putAll(asked.settings());
    // As the recipe reads them: 1 and 1.0 are the same.
    given.same(
        Recipe.of(was.recipe(), settings).settings(),
        Recipe.of(was.recipe(), was.settings()).settings());
    return new TrainingRequest(
        asked.model(),
        of.metadata().lineage().dataset(),
        was.architecture(),
        was.width(),
        was.blocks(),
        was.recipe(),
        was.settings(),
        was.imageSize(),
        was.epochs(),
        was.batchSize(),
        was.seed(),
        was.fineTuning(),
        asked.repeat());
  }

  /** The parent's net; its weights fit no other. Pictures may be of another size. */
  private static TrainingRequest fineTuning(TrainingRequest asked, ModelVersion parent) {
    TrainingRequest was = RequestDefaults.complete(parent.metadata().request());
    Given given = new Given("fineTuning.from", asked.fineTuning().from());
    return new TrainingRequest(
        asked.model(),
        asked.dataset(),
        given.same("architecture", asked.architecture(), was.architecture()),
        given.same("width", asked.width(), was.width()),
        given.same("blocks", asked.blocks(), was.blocks()),
        asked.recipe(),
        asked.settings(),
        asked.imageSize() == null ? was.imageSize() : asked.imageSize(),
        asked.epochs(),
        asked.batchSize(),
        asked.seed(),
        asked.fineTuning(),
        asked.repeat());
  }

  /** Something that a request gives although a version decides it. */
  private record Given(String why, ModelVersionId version) {
    <T> T same(String field, T given, T was) {
      if (given != null && !given.equals(was)) {
        throw new IllegalArgumentException(
            "%s %s contradicts %s %s, which has %s: leave it out"
                .formatted(field, given, why, version, was == null ? "none" : was));
      }
      return was;
    }

    /** As a whole: what of it was not given can't be told from what was given as the default. */
    void same(FineTuning given, FineTuning was) {
      if (given != null && !given.equals(was)) {
        throw new IllegalArgumentException(
            "fineTuning %s contradicts %s %s, which has %s: leave fineTuning out"
                .formatted(text(given), why, version, was == null ? "none" : text(was)));
      }
    }

    private static String text(FineTuning fineTuning) {
      return "(from %s, freezeBatchNorm %s, frozenBlocks %d)"
          .formatted(fineTuning.from(), fineTuning.freezeBatchNorm(), fineTuning.frozenBlocks());
    }

    /** Settings by name: all that differ are told at once. */
    void same(Map<String, Object> given, Map<String, Object> was) {
      String differing =
          given.entrySet().stream()
              .filter(setting -> !setting.getValue().equals(was.get(setting.getKey())))
              .map(
                  setting ->
                      "%s: asked for %s, the version has %s"
                          .formatted(
                              setting.getKey(), setting.getValue(), was.get(setting.getKey())))
              .collect(Collectors.joining("; "));
      if (!differing.isEmpty()) {
        throw new IllegalArgumentException(
            "settings contradict %s %s: %s. Leave them out".formatted(why, version, differing));
      }
    }
  }

  /**
   * @return with all settings of the recipe: what the run is, whatever that name means one day
   */
  private static TrainingRequest checked(TrainingRequest complete) {
    // How many classes the data set has is not known before it is read.
    Recipe recipe = TrainingPlan.of(complete, Architecture.FEWEST_CLASSES).recipe();
    return complete.withRecipe(complete.recipe(), recipe.settings());
  }
}

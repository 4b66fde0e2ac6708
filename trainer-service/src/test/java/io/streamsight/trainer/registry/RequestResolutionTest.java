package io.streamsight.trainer.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.Proposal.CandidatePublished;
import io.streamsight.contract.registry.Proposal.RunRequested;
import io.streamsight.contract.registry.Proposal.VersionRetired;
import io.streamsight.contract.registry.Registry;
import io.streamsight.contract.run.TrainingRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestResolutionTest {
  private final Registry registry = new Registry();
  private long offset;

  /** Version 1 of pets, as asked for by {@code json}. */
  private TrainingRequest trained(String json) {
    TrainingRequest request = resolve(json);
    publish(request, request);
    return request;
  }

  private void publish(TrainingRequest request, TrainingRequest said) {
    ModelMetadata metadata =
        said == null
            ? null
            : new ModelMetadata(
                "pets",
                "run",
                List.of("cat", "dog"),
                Preprocessing.kerasV1(64, 64),
                1,
                said,
                1,
                new ModelMetadata.Lineage(
                    "photos",
                    "digest",
                    new Offsets(Map.of()),
                    new Offsets(Map.of()),
                    Map.of(Split.TRAIN, 1)),
                null,
                null,
                "test");
    registry.apply(offset++, 0, new RunRequested("pets", "run" + offset, request, "test"));
    registry.apply(
        offset,
        0,
        new CandidatePublished(
            "pets", "run" + offset++, new ModelFile("s", 1, 0, 0), metadata, null, null, "test"));
  }

  private static TrainingRequest read(String json) {
    return Json.read(
        json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), TrainingRequest.class);
  }

  private TrainingRequest resolve(String json) {
    return RequestResolution.resolve(read(json), registry).request();
  }

  private void assertRefused(String json, String... why) {
    assertRefused(Reason.EVENT_INVALID, json, why);
  }

  private void assertRefused(Reason reason, String json, String... why) {
    assertThatThrownBy(() -> resolve(json))
        .isInstanceOfSatisfying(
            StreamsightException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContainingAll(why);
  }

  @Test
  void shouldTakeTheBooksExperimentForWhatIsLeftOpen() {
    TrainingRequest request = resolve("{'model':'pets','dataset':'photos'}");

    assertThat(request.architecture()).isEqualTo("mini-xception");
    assertThat(request.width()).isEqualTo(32);
    assertThat(request.blocks()).isEqualTo(5);
    assertThat(request.recipe()).isEqualTo("keras");
    assertThat(request.settings()).containsEntry("optimizer", "rmsprop").containsKey("mixup");
    assertThat(request.imageSize()).isEqualTo(180);
    assertThat(request.epochs()).isEqualTo(100);
    assertThat(request.batchSize()).isEqualTo(32);
    assertThat(request.seed()).isZero();
  }

  @Test
  void shouldChangeNothingOfWhatIsResolvedAlready() {
    TrainingRequest once =
        trained("{'model':'pets','dataset':'photos','settings':{'learningRate':0.002}}");
    // As it comes back from the topic.
    TrainingRequest read = Json.read(Json.write(once), TrainingRequest.class);
    assertThat(RequestResolution.resolve(read, registry).request()).isEqualTo(once);

    TrainingRequest repeated = resolve("{'model':'pets','repeat':'pets/1'}");
    assertThat(RequestResolution.resolve(repeated, registry).request()).isEqualTo(repeated);

    TrainingRequest tuned =
        resolve("{'model':'pets','dataset':'new','fineTuning':{'from':'pets/1'}}");
    assertThat(RequestResolution.resolve(tuned, registry).request()).isEqualTo(tuned);
  }

  @Test
  void shouldNotStartFromARetiredVersionButRepeatOne() {
    trained("{'model':'pets','dataset':'photos'}");
    registry.apply(offset++, 0, new VersionRetired("pets", 1, "wrong labels", "ann"));

    assertRefused(
        Reason.CONFLICT,
        "{'model':'pets','dataset':'new','fineTuning':{'from':'pets/1'}}",
        "fineTuning.from",
        "pets/1 is retired");
    assertThat(resolve("{'model':'pets','repeat':'pets/1'}").dataset()).isEqualTo("photos");
  }

  @Test
  void shouldRefuseWhatNoRunCanHaveAndShowIt() {
    assertRefused("{'model':'m','dataset':'d','architecture':'vgg'}", "'vgg'", "mini-xception");
    assertRefused("{'model':'m','dataset':'d','recipe':'magic'}", "'magic'", "keras");
    assertRefused("{'model':'m','dataset':'d','epochs':0}", "epochs 0");
    assertRefused("{'model':'m','dataset':'d','imageSize':8}", "imageSize 8");
    assertRefused("{'model':'m','dataset':'d','settings':{'rate':1}}", "rate", "learningRate");
    assertRefused(
        "{'model':'m','dataset':'d','settings':{'learningRate':'fast'}}", "learningRate", "fast");
  }

  @Test
  void shouldRepeatAVersionWithAllThatItHad() {
    TrainingRequest was =
        trained(
            """
            {'model':'pets','dataset':'photos','recipe':'quick','imageSize':64,'epochs':3,
             'batchSize':16,'seed':9,'width':16,'blocks':2,'settings':{'mixup':0.4}}""");

    ResolvedRequest resolved =
        RequestResolution.resolve(read("{'model':'again','repeat':'pets/1'}"), registry);

    assertThat(resolved.repeated().version()).isEqualTo(1);
    TrainingRequest again = resolved.request();
    assertThat(again.model()).isEqualTo("again");
    assertThat(again.dataset()).isEqualTo("photos");
    assertThat(again.settings()).isEqualTo(was.settings()).containsEntry("mixup", 0.4);
    assertThat(again.withSeed(0L))
        .usingRecursiveComparison()
        .ignoringFields("model", "repeat")
        .isEqualTo(was.withSeed(0L));
    assertThat(again.seed()).isEqualTo(9);
  }

  @Test
  void shouldRefuseARepetitionThatIsAskedToBeAnotherRun() {
    trained("{'model':'pets','dataset':'photos','epochs':3,'settings':{'mixup':0.4}}");

    assertRefused(
        "{'model':'pets','repeat':'pets/1','epochs':4}", "epochs 4", "repeat pets/1", "has 3");
    assertRefused("{'model':'pets','repeat':'pets/1','dataset':'others'}", "dataset others");
    assertRefused("{'model':'pets','repeat':'pets/1','recipe':'quick'}", "recipe quick");
    assertRefused(
        "{'model':'pets','repeat':'pets/1','fineTuning':{'from':'pets/1'}}",
        "contradicts repeat pets/1, which has none: leave fineTuning out");
    // The same said again is no contradiction.
    assertThat(resolve("{'model':'pets','repeat':'pets/1','epochs':3,'settings':{'mixup':0.4}}"))
        .isEqualTo(resolve("{'model':'pets','repeat':'pets/1'}"));
  }

  @Test
  void shouldNameTheSettingsThatContradictARepetition() {
    trained("{'model':'pets','dataset':'photos','settings':{'mixup':0.4,'learningRate':1}}");

    assertThatThrownBy(
            () ->
                resolve(
                    "{'model':'pets','repeat':'pets/1','settings':{'mixup':0.1,'flip':false,'learningRate':1.0}}"))
        .hasMessage(
            "settings contradict repeat pets/1: flip: asked for false, the version has true;"
                + " mixup: asked for 0.1, the version has 0.4. Leave them out");
  }

  @Test
  void shouldNameWhatContradictsTheFineTuningOfARepetition() {
    trained("{'model':'pets','dataset':'photos','epochs':3}");
    String tuning = "{'from':'pets/1','freezeBatchNorm':false,'frozenBlocks':2}";
    TrainingRequest tuned = resolve("{'model':'pets','dataset':'new','fineTuning':" + tuning + "}");
    publish(tuned, tuned);

    // What it leaves out has a default, which the version need not have.
    assertRefused(
        "{'model':'pets','repeat':'pets/2','fineTuning':{'from':'pets/1'}}",
        "fineTuning (from pets/1, freezeBatchNorm true, frozenBlocks 0) contradicts repeat pets/2,"
            + " which has (from pets/1, freezeBatchNorm false, frozenBlocks 2):"
            + " leave fineTuning out");
    TrainingRequest again = resolve("{'model':'pets','repeat':'pets/2'}");
    assertThat(resolve("{'model':'pets','repeat':'pets/2','fineTuning':" + tuning + "}"))
        .isEqualTo(again);
    assertThat(again.fineTuning()).isEqualTo(tuned.fineTuning());
  }

  @Test
  void shouldFineTuneTheParentsNetAtItsSizeUnlessAnotherIsGiven() {
    trained("{'model':'pets','dataset':'photos','width':16,'blocks':3,'imageSize':64,'epochs':50}");

    ResolvedRequest resolved =
        RequestResolution.resolve(
            read("{'model':'birds','dataset':'new','fineTuning':{'from':'pets/1'}}"), registry);

    assertThat(resolved.parent().version()).isEqualTo(1);
    assertThat(resolved.request().width()).isEqualTo(16);
    assertThat(resolved.request().blocks()).isEqualTo(3);
    assertThat(resolved.request().imageSize()).isEqualTo(64);
    assertThat(resolved.request().epochs()).isEqualTo(100);
    assertThat(resolved.request().fineTuning().freezeBatchNorm()).isTrue();
    assertThat(
            resolve("{'model':'b','dataset':'n','imageSize':96,'fineTuning':{'from':'pets/1'}}")
                .imageSize())
        .isEqualTo(96);
  }

  @Test
  void shouldRefuseToFineTuneAnotherNetThanTheParents() {
    trained("{'model':'pets','dataset':'photos','width':16,'blocks':3}");

    assertRefused(
        "{'model':'b','dataset':'n','width':32,'fineTuning':{'from':'pets/1'}}",
        "width 32",
        "fineTuning.from pets/1",
        "has 16");
    assertRefused(
        "{'model':'b','dataset':'n','architecture':'baseline-convnet','fineTuning':{'from':'pets/1'}}",
        "architecture baseline-convnet");
    assertRefused(
        "{'model':'b','dataset':'n','fineTuning':{'from':'pets/1','frozenBlocks':4}}",
        "frozenBlocks 4");
  }

  @Test
  void shouldRefuseAVersionThatIsNotThereOrNotUnderstood() {
    assertRefused(Reason.CONFLICT, "{'model':'pets','repeat':'pets/1'}", "repeat", "no pets/1");
    assertRefused(
        Reason.CONFLICT,
        "{'model':'b','dataset':'n','fineTuning':{'from':'pets/7'}}",
        "fineTuning.from",
        "pets/7");
    publish(TrainingRequest.of("pets", "photos"), null);
    assertRefused(
        Reason.CONFLICT, "{'model':'pets','repeat':'pets/1'}", "pets/1", "not understood");
  }
}

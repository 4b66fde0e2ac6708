package io.streamsight.contract.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.run.TrainingRequest;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an ONNX file says of itself, in its {@code metadata_props}: one property a field, texts as
 * they are, the rest as JSON. No clock: the same run gives the same bytes.
 *
 * @param labels sorted; the position is the index of the score
 * @param preprocessing how bytes become the net's input
 * @param parameters of the net, batch-norm statistics included
 * @param request what was asked for: architecture, recipe, seed, sizes
 * @param bestEpoch the epoch whose weights these are, from 1
 * @param lineage the data that it learned from
 * @param metrics as scored by ONNX Runtime from this very file; null while it is being scored
 * @param selfTest what the file must compute wherever it runs; null while it is being scored
 */
public record ModelMetadata(
    String model,
    String runId,
    List<String> labels,
    Preprocessing preprocessing,
    long parameters,
    TrainingRequest request,
    int bestEpoch,
    Lineage lineage,
    Metrics metrics,
    SelfTest selfTest,
    String producer) {
  /**
   * Where a model comes from: fold the two topics up to these offsets and the digest must come out.
   */
  public record Lineage(
      String dataset,
      String digest,
      Offsets imageIndex,
      Offsets imageSplits,
      Map<Split, Integer> images) {}

  /**
   * @param validationAccuracy by ONNX Runtime on the validation split, 0 to 1
   * @param testAccuracy by ONNX Runtime on the test split, scored once, 0 to 1
   * @param parityMaxAbsDiff largest difference of a score between training engine and ONNX Runtime
   * @param validationConfusion images by assigned label (row) and by answer (column), both in the
   *     order of {@code labels}; null for more than {@link #CONFUSION_LABELS} labels, and in a file
   *     of a release that did not count them
   * @param testConfusion likewise
   */
  public record Metrics(
      double validationAccuracy,
      double testAccuracy,
      double parityMaxAbsDiff,
      List<List<Integer>> validationConfusion,
      List<List<Integer>> testConfusion) {
    public Metrics withoutConfusion() {
      return new Metrics(validationAccuracy, testAccuracy, parityMaxAbsDiff, null, null);
    }
  }

  /** With more, two matrices are longer than all else that a record of the registry holds. */
  public static final int CONFUSION_LABELS = 100;

  private static final String PREFIX = "streamsight.";

  /** What the preprocessing's rules were when the file was made. */
  private static final String FINGERPRINT = PREFIX + "preprocessingFingerprint";

  public ModelMetadata withResults(Metrics metrics, SelfTest selfTest) {
    return new ModelMetadata(
        model,
        runId,
        labels,
        preprocessing,
        parameters,
        request,
        bestEpoch,
        lineage,
        metrics,
        selfTest,
        producer);
  }

  /** As properties of an ONNX file, sorted by name. */
  public SortedMap<String, String> toProperties() {
    SortedMap<String, String> properties = new TreeMap<>();
    JsonNode tree = Json.MAPPER.valueToTree(this);
    tree.fields()
        .forEachRemaining(
            field ->
                properties.put(
                    PREFIX + field.getKey(),
                    field.getValue().isTextual()
                        ? field.getValue().textValue()
                        : field.getValue().toString()));
    properties.put(FINGERPRINT, preprocessing.fingerprint());
    return properties;
  }

  /**
   * @throws StreamsightException {@link Reason#MODEL_SIGNATURE} when they are not Streamsight's;
   *     {@link Reason#MODEL_PREPROCESSING} when its pictures were prepared by other rules than
   *     those which have that name here
   */
  public static ModelMetadata ofProperties(Map<String, String> properties) {
    ObjectNode tree = Json.MAPPER.createObjectNode();
    try {
      for (RecordComponent field : ModelMetadata.class.getRecordComponents()) {
        String value = properties.get(PREFIX + field.getName());
        if (value != null) {
          tree.set(
              field.getName(),
              field.getType() == String.class
                  ? TextNode.valueOf(value)
                  : Json.MAPPER.readTree(value));
        }
      }
      ModelMetadata metadata = Json.MAPPER.treeToValue(tree, ModelMetadata.class);
      if (metadata.labels == null || metadata.preprocessing == null) {
        throw new StreamsightException(
            Reason.MODEL_SIGNATURE,
            "The file has no streamsight.labels and streamsight.preprocessing");
      }
      requireSameRules(metadata.preprocessing, properties.get(FINGERPRINT));
      return metadata;
    } catch (JsonProcessingException e) {
      throw new StreamsightException(
          Reason.MODEL_SIGNATURE, "The file's metadata can't be read: " + e.getMessage(), e);
    }
  }

  /**
   * @param fingerprint null in a file of a release that did not write it
   */
  private static void requireSameRules(Preprocessing preprocessing, String fingerprint) {
    if (fingerprint != null && !fingerprint.equals(preprocessing.fingerprint())) {
      throw new StreamsightException(
          Reason.MODEL_PREPROCESSING,
          "The file's %s has the fingerprint %s, this release's has %s"
              .formatted(preprocessing, fingerprint, preprocessing.fingerprint()));
    }
  }
}

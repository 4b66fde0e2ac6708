package io.streamsight.contract;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The catalogue of errors. One code feeds the exception, the dead letter's {@code dlq-reason}
 * header, the metric's tag and the HTTP problem's type, so that a reader meets the same word
 * everywhere. Codes are part of the public contract: they are never renamed.
 */
public enum Reason {
  IMAGE_ID_MISSING("image-id-missing", "Give the record a key: the image id."),
  IMAGE_EMPTY("image-empty", "Send the encoded image as the record's value."),
  IMAGE_TOO_LARGE("image-too-large", "Send fewer bytes or raise streamsight.max-image-bytes."),
  IMAGE_TOO_MANY_PIXELS(
      "image-too-many-pixels", "Send a smaller picture or raise streamsight.max-image-pixels."),
  IMAGE_UNSUPPORTED_FORMAT("image-unsupported-format", "Send JPEG or PNG."),
  IMAGE_TRUNCATED("image-truncated", "The file ends too early: send the whole file."),
  IMAGE_CORRUPT("image-corrupt", "The file does not decode: send an intact one."),
  IMAGE_EXISTS(
      "image-exists", "Choose another id, or set replace to put these bytes in its place."),
  IMAGE_ERASED("image-erased", "Leave it out, or set replace if the image may come back."),
  IMAGE_UNKNOWN("image-unknown", "Name an image that is there: the data set lists them."),
  IMAGE_UNPLACED("image-unplaced", "Name the file as the layout has it, or choose another layout."),
  ARCHIVE_UNREADABLE(
      "archive-unreadable", "Send an intact tar, tar.gz or zip, or multipart/form-data."),
  IMPORT_UNKNOWN("import-unknown", "GET /imports lists those that this process remembers."),
  IMPORT_RUNNING("import-running", "Choose another id, or cancel the running import first."),
  EVENT_MALFORMED("event-malformed", "Send JSON as asyncapi.yaml describes it."),
  EVENT_INVALID("event-invalid", "Correct the named field."),
  DATASET_UNKNOWN("dataset-unknown", "Assign images to it; GET /datasets lists those that exist."),
  DATASET_UNTRAINABLE("dataset-untrainable", "Publish and assign more images."),
  DATASET_CHANGED(
      "dataset-changed", "Restore the index and the assignments, or train without repeat."),
  IMAGE_LOST("image-lost", "The log no longer holds these bytes: publish the image again."),
  RUN_ENDED("run-ended", "Nothing is left to cancel: GET /runs shows what became of it."),
  CHECKPOINT_TOO_LARGE(
      "checkpoint-too-large", "Train a smaller net or raise streamsight.max-model-bytes."),
  DEVICE_UNAVAILABLE(
      "device-unavailable",
      "Mend that, or set streamsight.trainer.device=cpu; then start the worker again."),
  TRAINING_DIVERGED("training-diverged", "Lower the learning rate or check the images."),
  PARITY_FAILED("parity-failed", "A defect of the exporter: report it with the run's id."),
  CONFLICT("conflict", "Look at the model as it is now, then decide again."),
  MODEL_UNKNOWN("model-unknown", "Name a model that has a champion in the header 'model'."),
  MODEL_MISSING("model-missing", "Restore the models topic or promote another version."),
  MODEL_CHECKSUM("model-checksum", "The model's bytes changed: restore the models topic."),
  MODEL_TOO_LARGE("model-too-large", "Train a smaller net or raise streamsight.max-model-bytes."),
  MODEL_PREPROCESSING("model-preprocessing", "Upgrade the inference service."),
  MODEL_SIGNATURE("model-signature", "Export the model with Streamsight's trainer."),
  MODEL_SELF_TEST("model-self-test", "The runtime computes other scores: do not serve here."),
  MODEL_RUNTIME("model-runtime", "ONNX Runtime can't load the file: see the detail."),
  TOPIC_MISCONFIGURED("topic-misconfigured", "Change the topic's settings as named."),
  ANSWER_TOO_LARGE(
      "answer-too-large",
      "Send a shorter key, and shorter headers ce_id, traceparent, tracestate."),
  MAP_TOO_LARGE(
      "map-too-large",
      "Ask without the map, or over HTTP at /v2/models, where answers are larger."),
  NOT_READY("not-ready", "Wait until GET /models lists it, or promote a version."),
  OVERLOADED("overloaded", "Send fewer at once and this one again after the stated time."),
  UNAVAILABLE("unavailable", "Try again when the broker is back."),
  INTERNAL("internal", "A defect of ours: report it with the log.");

  private final String code;
  private final String remedy;

  /**
   * The reason of a code that somebody typed.
   *
   * @throws StreamsightException {@link #EVENT_INVALID}, with all codes, when there is none
   */
  public static Reason of(String code) {
    return Arrays.stream(values())
        .filter(reason -> reason.code.equals(code))
        .findFirst()
        .orElseThrow(
            () ->
                new StreamsightException(
                    EVENT_INVALID,
                    "There is no reason '%s', but %s"
                        .formatted(
                            code,
                            Arrays.stream(values())
                                .map(Reason::code)
                                .sorted()
                                .collect(Collectors.joining(", ")))));
  }

  Reason(String code, String remedy) {
    this.code = code;
    this.remedy = remedy;
  }

  /** Stable, lower case, words joined by hyphens: {@code image-truncated}. */
  public String code() {
    return code;
  }

  /** What to do about it, one sentence. */
  public String remedy() {
    return remedy;
  }
}

package io.streamsight.contract.serving;

/**
 * The value of {@code serving-events}, keyed by model: what one replica of the inference service
 * serves from now on, or why it does not. Fields that don't apply are absent.
 *
 * @param version that was served, refused or given up
 * @param before the version that served until then, or serves on
 * @param replica who says so
 * @param device {@code cpu} or {@code cuda}: what it computes on
 * @param loadMs that reading, checking and warming it took
 * @param reason the code of a refusal
 * @param detail of a refusal, for people
 */
public record ServingEvent(
    String model,
    Kind kind,
    int version,
    Integer before,
    String replica,
    String device,
    Double loadMs,
    String reason,
    String detail) {
  public enum Kind {
    /** It answers. */
    SERVED,
    /** It does not; what served before does. */
    REFUSED,
    /** The model has no champion any more. */
    DROPPED
  }
}

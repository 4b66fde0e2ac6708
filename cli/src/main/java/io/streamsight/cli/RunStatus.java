package io.streamsight.cli;

/** The answer of {@code GET /runs/{id}}; null where a value isn't known (yet). */
public record RunStatus(
    String runId,
    String model,
    String state,
    Integer epoch,
    Integer epochs,
    Integer step,
    Integer steps,
    Double loss,
    Double accuracy,
    Double validationLoss,
    Double validationAccuracy,
    Double imagesPerSecond,
    Double secondsLeft,
    Integer version,
    String error) {

  public boolean succeeded() {
    return "succeeded".equals(state);
  }

  public boolean failed() {
    return "failed".equals(state);
  }
}

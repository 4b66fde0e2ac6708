package io.streamsight.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.CommandFailedException;
import java.time.Instant;
import java.util.Locale;

/**
 * The answer of {@code GET /runs/{id}}; null where a value isn't known (yet).
 *
 * @param state queued, running, succeeded, failed or cancelled
 * @param phase what a running one is doing
 * @param request with every setting that was asked for
 * @param epoch the latest one that was begun, from 1
 * @param epochs as asked for; early stopping may do with fewer
 * @param step within the epoch, from 1
 * @param loss mean over the epoch so far
 * @param accuracy 0 to 1, likewise
 * @param validationLoss of the last epoch that has ended
 * @param validationAccuracy likewise, 0 to 1
 * @param bestEpoch the best one on the validation images so far
 * @param learningRate of the last epoch that has ended
 * @param secondsLeft of the whole run
 * @param version that it made
 * @param repetition how the weights compare with those of the version that it repeated
 * @param reason code of the failure
 * @param error what happened
 * @param worker that is at it
 * @param device that it computes on: cpu or cuda
 */
public record RunStatus(
    String runId,
    String model,
    String state,
    String phase,
    JsonNode request,
    Integer epoch,
    Integer epochs,
    Integer step,
    Integer steps,
    Double loss,
    Double accuracy,
    Double validationLoss,
    Double validationAccuracy,
    Integer bestEpoch,
    Double bestValidationAccuracy,
    Double learningRate,
    Double imagesPerSecond,
    Double secondsLeft,
    Integer version,
    Repetition repetition,
    String reason,
    String error,
    String worker,
    String device,
    Instant requestedAt,
    Instant endedAt) {

  /**
   * @param of the version that was trained again
   * @param equal every weight, bit for bit
   * @param maxAbsDiff between the two weights that differ most
   */
  public record Repetition(String of, boolean equal, Double maxAbsDiff) {
    @Override
    public String toString() {
      if (equal) {
        return "weights equal to those of %s, bit for bit".formatted(of);
      }
      return String.format(
          Locale.ROOT, "weights differ from those of %s by up to %.2g", of, maxAbsDiff);
    }
  }

  /** A setting of the request as text; null when it has none of this name. */
  String requested(String name) {
    return request == null || !request.hasNonNull(name) ? null : request.path(name).asText();
  }

  /** The version that it trains again or starts with; null for a run of its own. */
  String origin() {
    if (requested("repeat") != null) {
      return "repeats " + requested("repeat");
    }
    String from = request == null ? "" : request.path("fineTuning").path("from").asText();
    return from.isEmpty() ? null : "fine-tunes " + from;
  }

  boolean queued() {
    return "queued".equals(state);
  }

  boolean succeeded() {
    return "succeeded".equals(state);
  }

  /** Whatever else a later service may call an end: only these two are none. */
  boolean ended() {
    return !queued() && !"running".equals(state);
  }

  /**
   * @return this, having succeeded
   * @throws CommandFailedException saying how else it ended
   */
  public RunStatus requireSuccess() {
    if (succeeded()) {
      return this;
    }
    String why = failure();
    throw new CommandFailedException(
        "Run %s %s%s"
            .formatted(
                runId,
                "cancelled".equals(state) ? "was cancelled" : state,
                why == null ? "" : ": " + why));
  }

  /** Reason and what happened; null when there is nothing to tell. */
  String failure() {
    if (error == null) {
      return reason;
    }
    return reason == null || error.startsWith(reason) ? error : reason + ": " + error;
  }
}

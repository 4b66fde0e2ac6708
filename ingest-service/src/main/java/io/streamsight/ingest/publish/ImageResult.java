package io.streamsight.ingest.publish;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.streamsight.contract.Reason;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.ingest.http.Problems;
import io.streamsight.service.Problem;

/**
 * What became of one image.
 *
 * @param path of the file in its archive or folder; null for an image that came alone
 * @param contentHash SHA-256 of the encoded bytes that are, or would be, on the log
 * @param topic where the bytes are, with partition and offset; null in a dry run
 * @param split asked for, with label; null without a data set
 * @param present the place that stands instead, where it was kept: another one, or withdrawn
 * @param problem why it was refused, or skipped; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageResult(
    String path,
    String imageId,
    Status status,
    String contentHash,
    String topic,
    Integer partition,
    Long offset,
    PlacementStatus placement,
    Split split,
    String label,
    SplitAssignment present,
    Problem problem) {
  /** Of the bytes. */
  public enum Status {
    /** On the log now. */
    @JsonProperty("published")
    PUBLISHED,
    /** The log had just these bytes under this id. */
    @JsonProperty("unchanged")
    UNCHANGED,
    @JsonProperty("refused")
    REFUSED,
    /** Left out, as was asked for. */
    @JsonProperty("skipped")
    SKIPPED
  }

  /** Of the place in the data set. */
  public enum PlacementStatus {
    @JsonProperty("assigned")
    ASSIGNED,
    /** It had just this place. */
    @JsonProperty("unchanged")
    UNCHANGED,
    /** It has another place, or was withdrawn, and that stands. */
    @JsonProperty("kept")
    KEPT
  }

  /** Where bytes stand on the log. */
  record Position(String topic, int partition, long offset) {}

  public static ImageResult refused(String path, String imageId, Reason reason, String detail) {
    return without(path, imageId, Status.REFUSED, Problems.of(reason, detail));
  }

  public static ImageResult skipped(String path, String imageId, String detail) {
    return without(path, imageId, Status.SKIPPED, Problems.of(Reason.IMAGE_UNPLACED, detail));
  }

  private static ImageResult without(String path, String imageId, Status status, Problem problem) {
    return new ImageResult(
        path, imageId, status, null, null, null, null, null, null, null, null, problem);
  }

  static ImageResult accepted(
      Upload upload,
      Status status,
      String contentHash,
      PlacementStatus placement,
      SplitAssignment assignment,
      SplitAssignment now) {
    return new ImageResult(
        upload.path(),
        upload.imageId(),
        status,
        contentHash,
        null,
        null,
        null,
        placement,
        assignment == null ? null : assignment.split(),
        assignment == null ? null : assignment.label(),
        placement == PlacementStatus.KEPT ? now : null,
        null);
  }

  ImageResult at(Position position) {
    return new ImageResult(
        path,
        imageId,
        status,
        contentHash,
        position.topic(),
        position.partition(),
        position.offset(),
        placement,
        split,
        label,
        present,
        problem);
  }
}

package io.streamsight.contract.event;

/** The CloudEvents types that Streamsight writes; a breaking change is a new type. */
public enum EventType {
  IMAGE("io.streamsight.image.v1", null),
  IMAGE_INDEXED("io.streamsight.image-index.v1", "application/json"),
  IMAGE_ASSIGNED("io.streamsight.image-split.v1", "application/json"),
  PROPOSAL("io.streamsight.registry-proposal.v1", "application/json"),
  LEASE("io.streamsight.run-lease.v1", "application/json"),
  TRAINING_PROGRESS("io.streamsight.training-event.v1", "application/json"),
  CHECKPOINT("io.streamsight.training-checkpoint.v1", "application/octet-stream"),
  MODEL("io.streamsight.model.v1", "application/onnx"),
  CLASSIFICATION("io.streamsight.classification.v1", "application/json"),
  SERVING("io.streamsight.serving-event.v1", "application/json");

  private final String type;
  private final String contentType;

  EventType(String type, String contentType) {
    this.type = type;
    this.contentType = contentType;
  }

  public String type() {
    return type;
  }

  /** The payload's media type; null where it depends on the payload. */
  public String contentType() {
    return contentType;
  }
}

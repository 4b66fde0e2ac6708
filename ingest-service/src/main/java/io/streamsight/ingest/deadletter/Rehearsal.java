package io.streamsight.ingest.deadletter;

import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.event.Json;
import io.streamsight.ingest.image.ImageInspector;
import io.streamsight.ingest.image.Inspection;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks, before a letter is replayed, whether its source's reader would take it now. */
@ApplicationScoped
class Rehearsal {
  sealed interface Result {
    record Passes() implements Result {}

    record Fails(String why) implements Result {}
  }

  private final ImageInspector inspector;

  Rehearsal(ImageInspector inspector) {
    this.inspector = inspector;
  }

  Result of(DeadLetterTopic topic, Letter letter) {
    return switch (topic) {
      case IMAGES -> image(letter.value());
      case IMAGE_SPLITS -> assignment(letter.value());
    };
  }

  private Result image(byte[] encoded) {
    return inspector.inspect(encoded) instanceof Inspection.Broken broken
        ? fails(broken.reason().code(), broken.detail())
        : new Result.Passes();
  }

  private static Result assignment(byte[] json) {
    try {
      Json.read(json, SplitAssignment.class);
      return new Result.Passes();
    } catch (StreamsightException e) {
      return fails(e.reason().code(), e.getMessage());
    }
  }

  private static Result fails(String code, String detail) {
    return new Result.Fails("would be refused again (%s): %s".formatted(code, detail));
  }
}

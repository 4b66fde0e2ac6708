package io.streamsight.ingest.deadletter;

import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.deadletter.Letter;
import io.streamsight.contract.deadletter.Rehearsal;
import io.streamsight.contract.event.Json;
import io.streamsight.ingest.image.ImageInspector;
import io.streamsight.ingest.image.Inspection;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks, before a letter is replayed, whether its source's reader would take it now. */
@ApplicationScoped
class Rehearsals {
  private final ImageInspector inspector;

  Rehearsals(ImageInspector inspector) {
    this.inspector = inspector;
  }

  Rehearsal of(DeadLetterTopic topic, Letter letter) {
    return switch (topic) {
      case IMAGES -> image(letter.value());
      case IMAGE_SPLITS -> assignment(letter.value());
    };
  }

  private Rehearsal image(byte[] encoded) {
    return inspector.inspect(encoded) instanceof Inspection.Broken broken
        ? Rehearsal.refusedAgain(broken.reason(), broken.detail())
        : new Rehearsal.Passes();
  }

  private static Rehearsal assignment(byte[] json) {
    try {
      Json.read(json, SplitAssignment.class);
      return new Rehearsal.Passes();
    } catch (StreamsightException e) {
      return Rehearsal.refusedAgain(e.reason(), e.getMessage());
    }
  }
}

package io.streamsight.inference.http;

import io.streamsight.inference.model.ServedModel;
import java.time.Instant;

/**
 * A model that answers now.
 *
 * @param sha256 of its file
 * @param device {@code cpu} or {@code cuda}: what is really used
 */
public record ServedModelView(
    String name, int version, String runId, String sha256, String device, Instant loadedAt) {
  static ServedModelView of(ServedModel model) {
    return new ServedModelView(
        model.name(),
        model.version().version(),
        model.version().runId(),
        model.version().file().sha256(),
        model.device().text(),
        model.loadedAt());
  }
}

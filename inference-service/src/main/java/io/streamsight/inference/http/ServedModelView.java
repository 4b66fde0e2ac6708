package io.streamsight.inference.http;

import io.streamsight.inference.model.ServedModel;
import java.time.Instant;
import java.util.List;

/**
 * A model that answers now.
 *
 * @param labels in the order of its scores
 * @param sha256 of its file
 * @param device {@code cpu} or {@code cuda}: what is really used
 */
public record ServedModelView(
    String name,
    int version,
    List<String> labels,
    String runId,
    String sha256,
    String device,
    Instant loadedAt) {
  static ServedModelView of(ServedModel model) {
    return new ServedModelView(
        model.name(),
        model.version().version(),
        model.metadata().labels(),
        model.version().runId(),
        model.version().file().sha256(),
        model.device().text(),
        model.loadedAt());
  }
}

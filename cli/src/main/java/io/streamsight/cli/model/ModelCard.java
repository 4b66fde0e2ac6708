package io.streamsight.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.Facts;
import io.streamsight.cli.Retirement;
import io.streamsight.cli.Table;
import io.streamsight.cli.Times;
import io.streamsight.contract.event.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** {@code GET /models/{name}/versions/{version}} for the one who reads it. */
record ModelCard(JsonNode card) {
  @Override
  public String toString() {
    JsonNode metadata = card.path("metadata");
    var text = new StringBuilder();
    text.append(what(metadata)).append("\n\n").append(data(metadata.path("lineage")));
    text.append("\n\n").append(settings(metadata.path("request")));
    text.append("\n\n").append(metrics(metadata.path("metrics")));
    for (String split : List.of("validation", "test")) {
      JsonNode confusion = metadata.path("metrics").path(split + "Confusion");
      if (confusion.isArray()) {
        text.append("\n\n").append(confusion(split, metadata.path("labels"), confusion));
      }
    }
    return text.toString();
  }

  private String what(JsonNode metadata) {
    return new Facts()
        .add("model", text(card.path("model")))
        .add("version", text(card.path("version")))
        .add("aliases", list(card.path("aliases")))
        .add("retired", retired())
        .add("run", text(card.path("runId")))
        .add("published", time(card.path("publishedAt")))
        .add("by", text(metadata.path("producer")))
        .add("labels", list(metadata.path("labels")))
        .add("preprocessing", preprocessing(metadata.path("preprocessing")))
        .add("parameters", text(metadata.path("parameters")))
        .add("bytes of the file", text(card.path("file").path("bytes")))
        .add("SHA-256", text(card.path("file").path("sha256")))
        .toString();
  }

  private Object retired() {
    JsonNode retirement = card.path("retirement");
    if (retirement.isObject()) {
      return Json.MAPPER.convertValue(retirement, Retirement.class);
    }
    return card.path("retired").asBoolean() ? "yes" : null;
  }

  private static String data(JsonNode lineage) {
    return new Facts()
        .add("data set", text(lineage.path("dataset")))
        .add("images", pairs(lineage.path("images")))
        .add("digest", text(lineage.path("digest")))
        .add("offsets of image-index", pairs(lineage.path("imageIndex")))
        .add("offsets of image-splits", pairs(lineage.path("imageSplits")))
        .toString();
  }

  private static String settings(JsonNode request) {
    var facts = new Facts();
    request
        .fields()
        .forEachRemaining(
            field -> {
              if (!field.getValue().isObject()) {
                facts.add(field.getKey(), text(field.getValue()));
              }
            });
    return facts
        .add("fine-tuning", pairs(request.path("fineTuning")))
        .add("settings", pairs(request.path("settings")))
        .toString();
  }

  private String metrics(JsonNode metrics) {
    return new Facts()
        .add("validation accuracy", share(metrics.path("validationAccuracy")))
        .add("test accuracy", share(metrics.path("testAccuracy")))
        .add("engine to ONNX Runtime", text(metrics.path("parityMaxAbsDiff")))
        .add("the gate", text(card.path("verdict").path("why")))
        .toString();
  }

  /** Rows: what the images are; columns: what the model says. */
  private static String confusion(String split, JsonNode labels, JsonNode rows) {
    List<Object> head = new ArrayList<>(List.of(split + ": is, and is said to be"));
    labels.forEach(label -> head.add(label.asText()));
    var table = new Table(head.toArray());
    for (int i = 0; i < rows.size(); i++) {
      List<Object> row = new ArrayList<>(List.of(labels.path(i).asText()));
      rows.get(i).forEach(count -> row.add(count.asText()));
      table.row(row.toArray());
    }
    return table.toString();
  }

  private static String preprocessing(JsonNode preprocessing) {
    return preprocessing.isObject()
        ? "%s, %s x %s"
            .formatted(
                preprocessing.path("name").asText(),
                preprocessing.path("height").asText(),
                preprocessing.path("width").asText())
        : null;
  }

  private static String share(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : null;
  }

  private static String time(JsonNode value) {
    return value.isTextual() ? Times.text(Instant.parse(value.asText())) : null;
  }

  /** Null for what is not there. */
  private static String text(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? null : value.asText();
  }

  private static String list(JsonNode values) {
    return values.isEmpty()
        ? null
        : StreamSupport.stream(values.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(", "));
  }

  private static String pairs(JsonNode object) {
    List<String> pairs = new ArrayList<>();
    object.fields().forEachRemaining(f -> pairs.add(f.getKey() + " " + f.getValue().asText()));
    return pairs.isEmpty() ? null : String.join(", ", pairs);
  }
}

package io.streamsight.cli.classify;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamsight.contract.event.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** One document, written as the outcomes come. */
final class JsonReport extends ClassifyReport {
  private final PrintStream out;
  private final JsonGenerator json;

  JsonReport(PrintStream out) {
    this.out = out;
    try {
      json = Json.MAPPER.getFactory().createGenerator(out).useDefaultPrettyPrinter();
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeArrayFieldStart("files");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void tell(Outcome outcome) {
    ObjectNode file = Json.MAPPER.createObjectNode().put("file", outcome.file().toString());
    if (outcome instanceof Outcome.Answered answered) {
      file.setAll((ObjectNode) answered.json());
    } else if (outcome instanceof Outcome.Failed failed) {
      file.put("reason", failed.reason()).put("message", failed.message());
    }
    try {
      json.writeTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void tellEnd(ClassifySummary summary) {
    try {
      json.writeEndArray();
      ObjectNode rest = Json.MAPPER.valueToTree(summary);
      for (Map.Entry<String, JsonNode> field : rest.properties()) {
        json.writeFieldName(field.getKey());
        json.writeTree(field.getValue());
      }
      json.writeEndObject();
      json.close();
      out.println();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

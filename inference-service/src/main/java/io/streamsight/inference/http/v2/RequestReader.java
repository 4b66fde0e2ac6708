package io.streamsight.inference.http.v2;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.streamsight.inference.http.ProblemException;
import io.streamsight.inference.model.ServedModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Reads an inference request of the Open Inference Protocol as it comes, its fields in any order.
 * Parameters and unknown fields are read over.
 */
final class RequestReader {
  private static final String DATATYPE = "UINT8";
  private static final List<String> OUTPUTS = List.of(ServedModel.SCORES, ServedModel.MAP);
  private static final int MAX_AXES = 8;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Python writes NaN: it shall be named, not called a fault of syntax.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          // What is left of the body must still be read.
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .build();

  private final JsonParser json;
  private final Set<String> outputs = new LinkedHashSet<>();
  private String id;
  private long[] shape;
  private Pixels images;

  private RequestReader(JsonParser json) {
    this.json = json;
  }

  /**
   * @throws ProblemException 400 for anything else than a request for one tensor of images
   */
  static InferenceRequest read(InputStream body) throws IOException {
    try (JsonParser json = FACTORY.createParser(body)) {
      return new RequestReader(json).request();
    } catch (JsonProcessingException e) {
      throw BadRequest.because(
          "The body can't be read as JSON at line %d, column %d: %s",
          e.getLocation().getLineNr(), e.getLocation().getColumnNr(), e.getOriginalMessage());
    }
  }

  private interface Field {
    void read(String name) throws IOException;
  }

  private InferenceRequest request() throws IOException {
    json.nextToken();
    object("The body", this::field);
    if (json.nextToken() != null) {
      throw BadRequest.because("The body goes on behind the JSON object");
    }
    if (images == null) {
      throw BadRequest.because("The request has no inputs: '%s' is needed", ServedModel.INPUT);
    }
    if (outputs.isEmpty()) {
      outputs.addAll(OUTPUTS);
    }
    return new InferenceRequest(id, shape, images, Collections.unmodifiableSet(outputs));
  }

  private void field(String name) throws IOException {
    switch (name) {
      case "id" -> id = text("id");
      case "inputs" -> array("inputs", this::input);
      case "outputs" -> array("outputs", this::output);
      default -> json.skipChildren();
    }
  }

  private interface Element {
    void read() throws IOException;
  }

  private void array(String name, Element element) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw BadRequest.because("'%s' is no array", name);
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  private void object(String what, Field field) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw BadRequest.because("%s is no JSON object", what);
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      field.read(name);
    }
  }

  private String text(String name) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw BadRequest.because("'%s' is no text", name);
    }
    return json.getText();
  }

  private void input() throws IOException {
    if (images != null) {
      throw BadRequest.because("There is more than one input; the model has '%s' only", "image");
    }
    Set<String> seen = new LinkedHashSet<>();
    object(
        "An element of 'inputs'",
        name -> {
          seen.add(name);
          inputField(name);
        });
    for (String needed : List.of("name", "shape", "datatype", "data")) {
      if (!seen.contains(needed)) {
        throw BadRequest.because("An input lacks '%s'", needed);
      }
    }
  }

  private void inputField(String name) throws IOException {
    switch (name) {
      case "name" -> requireKnown("input", text(name), List.of(ServedModel.INPUT));
      case "datatype" -> requireKnown("datatype of input 'image':", text(name), List.of(DATATYPE));
      case "shape" -> shape = shape();
      case "data" -> images = PixelReader.read(json);
      default -> json.skipChildren();
    }
  }

  private long[] shape() throws IOException {
    LongStream.Builder axes = LongStream.builder();
    int[] count = {0};
    array(
        "shape",
        () -> {
          if (json.currentToken() != JsonToken.VALUE_NUMBER_INT || count[0]++ == MAX_AXES) {
            throw BadRequest.because("'shape' is no list of up to %d whole numbers", MAX_AXES);
          }
          axes.add(json.getLongValue());
        });
    return axes.build().toArray();
  }

  private void output() throws IOException {
    boolean[] named = {false};
    object(
        "An element of 'outputs'",
        field -> {
          if (!field.equals("name")) {
            json.skipChildren();
            return;
          }
          String name = text(field);
          requireKnown("output", name, OUTPUTS);
          outputs.add(name);
          named[0] = true;
        });
    if (!named[0]) {
      throw BadRequest.because("An output lacks 'name'");
    }
  }

  private static void requireKnown(String what, String given, List<String> known) {
    if (!known.contains(given)) {
      throw BadRequest.because("Unknown %s '%.100s'; there is %s", what, given, known);
    }
  }
}

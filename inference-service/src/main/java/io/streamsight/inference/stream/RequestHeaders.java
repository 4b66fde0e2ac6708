package io.streamsight.inference.stream;

import io.streamsight.contract.event.Event;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * What a request asks for by its headers. As over HTTP they are absent or right: a slip is told to
 * whoever made it, not answered with another model or without a map.
 *
 * @param model by name; empty for whichever is the default
 * @param map whether the answer shall have the activation map
 */
record RequestHeaders(Optional<String> model, boolean map) {
  private static final String MODEL = "model";
  private static final String MAP = "activation-map";

  /**
   * @throws IllegalArgumentException naming the header and what it may be
   */
  static RequestHeaders of(Headers headers) {
    Optional<String> model = Optional.ofNullable(Event.header(headers, MODEL));
    if (model.isPresent() && model.get().isBlank()) {
      throw new IllegalArgumentException(
          "The header 'model' is empty: name a model, or leave it out");
    }
    String map = Event.header(headers, MAP);
    if (map != null && !map.equals("true") && !map.equals("false")) {
      throw new IllegalArgumentException(
          "The header 'activation-map' is '%.100s': give true or false, or leave it out"
              .formatted(map));
    }
    return new RequestHeaders(model, Boolean.parseBoolean(map));
  }
}

package io.streamsight.contract.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;

/**
 * Reads what this release understands, and null in place of the rest. A proposal of a later release
 * must keep its place in the count: where one process numbered a version and another skipped it,
 * both would go on with different numbers.
 */
public final class Lenient extends JsonDeserializer<Object> implements ContextualDeserializer {
  private final JavaType type;

  /** As Jackson makes it, before it knows of what property. */
  public Lenient() {
    this(null);
  }

  private Lenient(JavaType type) {
    this.type = type;
  }

  @Override
  public JsonDeserializer<?> createContextual(
      DeserializationContext context, BeanProperty property) {
    return new Lenient(property == null ? context.getContextualType() : property.getType());
  }

  @Override
  public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    JsonNode tree = context.readTree(parser);
    try {
      return context.readTreeAsValue(tree, type);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return null;
    }
  }
}

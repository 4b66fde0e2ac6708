package io.streamsight.cli.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.contract.event.Json;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A recipe's setting that shall be another.
 *
 * @param value a number, boolean or text
 */
record Setting(String name, Object value) {

  /** Of {@code NAME=VALUE}: a value that JSON takes for a number or boolean is one. */
  static Setting parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new IllegalArgumentException(
          "'%s' is no setting: NAME=VALUE is expected, learningRate=5e-4".formatted(text));
    }
    return new Setting(text.substring(0, equals).strip(), value(text.substring(equals + 1)));
  }

  private static Object value(String text) {
    try {
      JsonNode json = Json.MAPPER.readTree(text);
      if (json.isNumber()) {
        return json.numberValue();
      }
      if (json.isBoolean()) {
        return json.booleanValue();
      }
    } catch (JsonProcessingException e) {
      // A word.
    }
    return text.strip();
  }

  static final class Converter implements ITypeConverter<Setting> {
    @Override
    public Setting convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}

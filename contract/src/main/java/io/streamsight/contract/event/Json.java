package io.streamsight.contract.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The JSON of all topics: ISO times, absent for null, unknown fields ignored. */
public final class Json {
  public static final ObjectMapper MAPPER = builder().build();

  /** For what a person sends and gets an answer to: nothing is taken for something else. */
  private static final ObjectMapper STRICT =
      builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  config
                      .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  private Json() {}

  private static JsonMapper.Builder builder() {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        // 1.9 and "1" are no whole numbers: who reads a record by its schema takes neither.
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS));
  }

  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not representable as JSON: " + value, e);
    }
  }

  /**
   * @throws StreamsightException {@link Reason#EVENT_MALFORMED} when it is not JSON of this shape,
   *     {@link Reason#EVENT_INVALID} when a field's value is refused by the record
   */
  public static <T> T read(byte[] json, Class<T> type) {
    if (json == null || json.length == 0) {
      throw new StreamsightException(
          Reason.EVENT_MALFORMED, "The value is empty; JSON is expected");
    }
    return read(MAPPER, json, type);
  }

  /**
   * As {@link #read}, for requests that get an answer: there an unknown field is more likely a slip
   * than a later release's, and 1 for a text is one too.
   *
   * @param json a request's body; null or empty when it has none
   * @throws StreamsightException {@link Reason#EVENT_INVALID} also for an unknown field; {@link
   *     Reason#EVENT_MALFORMED} also without a body, for a value of another type, and for a field
   *     that is given twice
   */
  public static <T extends Record> T readStrictly(byte[] json, Class<T> type) {
    if (json == null || json.length == 0) {
      throw new StreamsightException(
          Reason.EVENT_MALFORMED,
          "The body is empty: a JSON object is expected with %s"
              .formatted(
                  Arrays.stream(type.getRecordComponents())
                      .map(RecordComponent::getName)
                      .collect(Collectors.joining(", "))));
    }
    return read(STRICT, json, type);
  }

  private static <T> T read(ObjectMapper mapper, byte[] json, Class<T> type) {
    T value;
    try {
      value = mapper.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw JsonProblem.of(e);
    } catch (IOException e) {
      throw new StreamsightException(Reason.EVENT_MALFORMED, e.getMessage(), e);
    }
    if (value == null) {
      throw new StreamsightException(Reason.EVENT_MALFORMED, "The value is null");
    }
    return value;
  }
}

package io.streamsight.contract.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The JSON of all topics: ISO times, absent for null, unknown fields ignored. */
public final class Json {
  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private Json() {}

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
    return read(() -> MAPPER.readValue(json, type));
  }

  /**
   * As {@link #read}, for requests that get an answer: there an unknown field is more likely a slip
   * than a later release's.
   *
   * @param json a request's body; null when it has none
   * @throws StreamsightException {@link Reason#EVENT_INVALID} also for an unknown field; {@link
   *     Reason#EVENT_MALFORMED} without a body
   */
  public static <T extends Record> T readStrictly(JsonNode json, Class<T> type) {
    if (json == null || json.isMissingNode()) {
      throw new StreamsightException(
          Reason.EVENT_MALFORMED,
          "The body is empty: a JSON object is expected with %s"
              .formatted(
                  Arrays.stream(type.getRecordComponents())
                      .map(RecordComponent::getName)
                      .collect(Collectors.joining(", "))));
    }
    return read(
        () ->
            MAPPER
                .readerFor(type)
                .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .readValue(json));
  }

  private interface Reading<T> {
    T get() throws IOException;
  }

  private static <T> T read(Reading<T> reading) {
    T value;
    try {
      value = reading.get();
    } catch (UnrecognizedPropertyException e) {
      throw new StreamsightException(
          Reason.EVENT_INVALID,
          "field '%s' is not known; known: %s"
              .formatted(
                  e.getPropertyName(),
                  e.getKnownPropertyIds().stream()
                      .map(Object::toString)
                      .sorted()
                      .collect(Collectors.joining(", "))),
          e);
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new StreamsightException(Reason.EVENT_INVALID, refused.getMessage(), e);
      }
      String detail =
          e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
              ? field(e) + expected(mismatch.getTargetType())
              : e.getOriginalMessage();
      throw new StreamsightException(Reason.EVENT_MALFORMED, detail, e);
    } catch (JsonProcessingException e) {
      throw new StreamsightException(Reason.EVENT_MALFORMED, e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new StreamsightException(Reason.EVENT_MALFORMED, e.getMessage(), e);
    }
    if (value == null) {
      throw new StreamsightException(Reason.EVENT_MALFORMED, "The value is null");
    }
    return value;
  }

  /** {@code "fineTuning.from: "}; empty for the whole. */
  private static String field(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "" : path + ": ";
  }

  private static String expected(Class<?> type) {
    if (Set.of(int.class, Integer.class, long.class, Long.class).contains(type)) {
      return "a whole number is expected";
    } else if (Set.of(double.class, Double.class, float.class, Float.class).contains(type)) {
      return "a number is expected";
    } else if (type == boolean.class || type == Boolean.class) {
      return "true or false is expected";
    } else if (type == String.class) {
      return "a text is expected";
    } else if (Collection.class.isAssignableFrom(type)) {
      return "an array is expected";
    }
    return type.isRecord() || Map.class.isAssignableFrom(type)
        ? "an object is expected"
        : "a %s is expected".formatted(type.getSimpleName());
  }
}

package io.streamsight.contract.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.io.IOException;

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
    T value;
    try {
      value = MAPPER.readValue(json, type);
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new StreamsightException(Reason.EVENT_INVALID, refused.getMessage(), e);
      }
      throw new StreamsightException(Reason.EVENT_MALFORMED, e.getOriginalMessage(), e);
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
}

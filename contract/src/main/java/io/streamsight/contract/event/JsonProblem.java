package io.streamsight.contract.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What the parser says, in words for whoever wrote the JSON. */
final class JsonProblem {
  private JsonProblem() {}

  static StreamsightException of(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return new StreamsightException(Reason.EVENT_INVALID, known(unknown), e);
    } else if (e.getCause() instanceof IllegalArgumentException refused) {
      return new StreamsightException(Reason.EVENT_INVALID, refused.getMessage(), e);
    }
    String field = e instanceof JsonMappingException mapping ? field(mapping) : "";
    return new StreamsightException(Reason.EVENT_MALFORMED, field + detail(e), e);
  }

  private static String detail(JsonProcessingException e) {
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return expected(mismatch.getTargetType());
    } else if (e instanceof JsonMappingException
        && e.getCause() instanceof JsonProcessingException cause) {
      return detail(cause);
    } else if (e instanceof JsonEOFException
        || e.getOriginalMessage().startsWith("Unexpected end-of-input")) {
      return "the JSON ends too early" + place(e);
    } else if (e instanceof StreamConstraintsException) {
      return "the JSON is nested too deeply, or a name or number in it is too long" + place(e);
    }
    // Where a bracket was opened stands in the message as the parser's own location.
    return e.getOriginalMessage().replaceAll(" *\\([^()]* at \\[Source: [^]]*]\\)", "") + place(e);
  }

  private static String place(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : ", line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static String known(UnrecognizedPropertyException e) {
    return "field '%s' is not known; known: %s"
        .formatted(
            e.getPropertyName(),
            e.getKnownPropertyIds().stream()
                .map(Object::toString)
                .sorted()
                .collect(Collectors.joining(", ")));
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
    } else if (type == String.class || isText(type)) {
      return "a text is expected";
    } else if (Collection.class.isAssignableFrom(type)) {
      return "an array is expected";
    }
    return type.isRecord() || Map.class.isAssignableFrom(type)
        ? "an object is expected"
        : "a %s is expected".formatted(type.getSimpleName());
  }

  /** A record that is read from one text: {@code pets/3}. */
  private static boolean isText(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(JsonCreator.class))
        .anyMatch(method -> method.getParameterTypes()[0] == String.class);
  }
}

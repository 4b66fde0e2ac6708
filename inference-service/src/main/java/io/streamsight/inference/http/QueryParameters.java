package io.streamsight.inference.http;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.service.Problem;
import io.streamsight.service.StrictQuery;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/**
 * Parameters of a query, which are absent or right: one that is empty is a slip of the caller.
 * Injected, it would be taken for one that is absent.
 */
final class QueryParameters {
  private QueryParameters() {}

  /**
   * @return what was given; null for none
   * @throws ProblemException 400 for an empty one
   */
  static String model(UriInfo uri) {
    String value = uri.getQueryParameters().getFirst("model");
    if (value != null && value.isBlank()) {
      throw bad("The parameter 'model' is empty: name a model, or leave it out");
    }
    return value;
  }

  /**
   * @return false for none
   * @throws ProblemException 400 for anything else than true and false
   */
  static boolean map(UriInfo uri) {
    String value = uri.getQueryParameters().getFirst("map");
    if (value != null && !value.equals("true") && !value.equals("false")) {
      throw bad(
          "The parameter 'map' is '%.100s': give true or false, or leave it out".formatted(value));
    }
    return Boolean.parseBoolean(value);
  }

  /**
   * @throws ProblemException 400 for a parameter that is none of these, or is given twice
   */
  static void requireNoOther(UriInfo uri) {
    try {
      StrictQuery.require(uri.getQueryParameters(), Set.of("model", "map"));
    } catch (StreamsightException e) {
      throw bad(e.getMessage());
    }
  }

  private static ProblemException bad(String detail) {
    return new ProblemException(
        Problem.of(400, Reason.EVENT_INVALID, detail).withTitle("Correct the named parameter."));
  }
}

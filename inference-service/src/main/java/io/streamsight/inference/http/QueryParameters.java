package io.streamsight.inference.http;

import io.streamsight.contract.Reason;
import io.streamsight.service.Problem;
import jakarta.ws.rs.core.UriInfo;

/**
 * Parameters of a query, which are absent or right: one that is empty is a slip of the caller.
 * Injected, it would be taken for one that is absent.
 */
public final class QueryParameters {
  private QueryParameters() {}

  /**
   * @return what was given; null for none
   * @throws ProblemException 400 for an empty one
   */
  public static String model(UriInfo uri) {
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

  private static ProblemException bad(String detail) {
    return new ProblemException(
        Problem.of(400, Reason.EVENT_INVALID, detail).withTitle("Correct the named parameter."));
  }
}

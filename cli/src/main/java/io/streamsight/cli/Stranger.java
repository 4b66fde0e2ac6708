package io.streamsight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** Tells where somebody else answers, or one of our services that was taken for another. */
final class Stranger {
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;

  /** The framework's words, where a service has nothing of its own to say of a path. */
  private static final Pattern NO_SUCH_PATH =
      Pattern.compile("|Unable to find matching target resource method|HTTP 404\\b.*");

  private Stranger() {}

  /**
   * Ours have every path and method that is asked for here: of what else is not there (a run, a
   * model) they say in a problem's detail what it is.
   *
   * @param problem the answer's body; missing if it was no JSON
   */
  static boolean answers(int status, JsonNode problem) {
    boolean told =
        problem.hasNonNull("type")
            && !NO_SUCH_PATH.matcher(problem.path("detail").asText("")).matches();
    return status == NOT_ALLOWED || (status == NOT_FOUND && !told);
  }
}

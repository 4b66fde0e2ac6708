package io.streamsight.inference.http;

import io.streamsight.contract.Reason;
import io.streamsight.service.Problem;

/** An answer that says what is wrong. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    // No stack trace: it is an answer, and broken images may arrive by the thousand.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public static ProblemException of(int status, Reason reason, String detail) {
    return new ProblemException(Problem.of(status, reason, detail));
  }

  Problem problem() {
    return problem;
  }
}

package io.streamsight.inference.http;

import io.streamsight.contract.Reason;

/** An answer that says what is wrong, as RFC 9457 has it. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The body: {@code application/problem+json}. */
  record Body(String type, String title, int status, String detail) {}

  private final transient Body body;

  /**
   * @param code the last part of the type: {@code urn:streamsight:<code>}
   */
  Problem(int status, String code, String title, String detail) {
    // No stack trace: it is an answer, and broken images may arrive by the thousand.
    super(detail, null, false, false);
    body = new Body("urn:streamsight:" + code, title, status, detail);
  }

  static Problem of(int status, Reason reason, String detail) {
    return new Problem(status, reason.code(), reason.remedy(), detail);
  }

  Body body() {
    return body;
  }
}

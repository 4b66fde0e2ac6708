package io.streamsight.inference.http;

import io.streamsight.contract.Reason;

/** An answer that says what is wrong. */
public final class Problem extends RuntimeException {
  public static final String MEDIA_TYPE = "application/problem+json";
  private static final long serialVersionUID = 1;

  /** The body, as RFC 9457 has it. */
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

  public static Problem of(int status, Reason reason, String detail) {
    return new Problem(status, reason.code(), reason.remedy(), detail);
  }

  Body body() {
    return body;
  }
}

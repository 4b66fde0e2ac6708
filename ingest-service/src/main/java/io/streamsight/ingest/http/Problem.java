package io.streamsight.ingest.http;

import io.streamsight.contract.Reason;

/**
 * An error as RFC 9457 has it.
 *
 * @param type {@code urn:streamsight:} and the {@link Reason}'s code, or {@code about:blank} for
 *     errors of plain HTTP
 * @param title what to do about errors of this type
 * @param detail what happened to which value
 */
public record Problem(String type, String title, int status, String detail) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public static Problem of(int status, Reason reason, String detail) {
    return new Problem("urn:streamsight:" + reason.code(), reason.remedy(), status, detail);
  }
}

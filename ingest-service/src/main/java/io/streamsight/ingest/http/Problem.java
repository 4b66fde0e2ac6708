package io.streamsight.ingest.http;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;

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

  private static final String TYPE_PREFIX = "urn:streamsight:";

  public static Problem of(Reason reason, String detail) {
    return new Problem(TYPE_PREFIX + reason.code(), reason.remedy(), status(reason), detail);
  }

  public static Problem of(StreamsightException e) {
    return of(e.reason(), e.getMessage());
  }

  /** The {@link Reason}'s code: what metrics and counts are keyed by. */
  public String code() {
    return type.substring(TYPE_PREFIX.length());
  }

  private static int status(Reason reason) {
    return switch (reason) {
      case IMAGE_ID_MISSING, EVENT_MALFORMED, EVENT_INVALID -> 400;
      case DATASET_UNKNOWN, IMAGE_UNKNOWN, IMPORT_UNKNOWN -> 404;
      case IMAGE_EXISTS, IMAGE_ERASED, IMPORT_RUNNING -> 409;
      case IMAGE_TOO_LARGE -> 413;
      case IMAGE_EMPTY,
          IMAGE_TOO_MANY_PIXELS,
          IMAGE_UNSUPPORTED_FORMAT,
          IMAGE_TRUNCATED,
          IMAGE_CORRUPT,
          IMAGE_UNPLACED,
          ARCHIVE_UNREADABLE ->
          422;
      case OVERLOADED, UNAVAILABLE -> 503;
      default -> 500;
    };
  }
}

package io.streamsight.trainer.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Json;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response;

/** The body of a request that a person or a script has written. */
final class JsonBody {
  /** A thousand characters of reason fit in, however they are escaped. */
  static final int MAX_BYTES = 64 << 10;

  private final byte[] bytes;

  /**
   * @param bytes null for none
   * @throws ClientErrorException 413 when it is too long
   */
  JsonBody(byte[] bytes) {
    if (bytes != null && bytes.length > MAX_BYTES) {
      throw new ClientErrorException(
          "The body has %d bytes, at most %d are taken".formatted(bytes.length, MAX_BYTES),
          Response.Status.REQUEST_ENTITY_TOO_LARGE);
    }
    this.bytes = bytes;
  }

  /**
   * @throws StreamsightException naming the field that is wrong, as {@link Json#readStrictly}
   */
  <T extends Record> T as(Class<T> type) {
    return Json.readStrictly(bytes, type);
  }

  /** Whether it gives a field, be it null. */
  boolean has(String field) {
    return Json.read(bytes, JsonNode.class).has(field);
  }
}

package io.streamsight.ingest.imports;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Imports as a client asks for them. */
final class ImportRequests {
  private ImportRequests() {}

  static Map<String, byte[]> files(Object... pathsAndBytes) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < pathsAndBytes.length; i += 2) {
      files.put((String) pathsAndBytes[i], (byte[]) pathsAndBytes[i + 1]);
    }
    return files;
  }

  static ValidatableResponse put(String id, byte[] archive, Object... parameters) {
    var request = given().body(archive).contentType("application/octet-stream");
    for (int i = 0; i < parameters.length; i += 2) {
      request.queryParam((String) parameters[i], parameters[i + 1]);
    }
    return request.put("/imports/" + id).then();
  }
}

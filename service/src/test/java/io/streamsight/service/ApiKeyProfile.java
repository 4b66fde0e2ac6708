package io.streamsight.service;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.Map;

/** Keys of two people. */
public class ApiKeyProfile implements QuarkusTestProfile {
  static final String ANN = "ann-0123456789abcdef0123456789abcdef";
  static final String BOB = "bob-0123456789abcdef0123456789abcdef";

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "streamsight.auth", "api-key",
        "streamsight.auth.api-keys.ann", ANN,
        "streamsight.auth.api-keys.bob", BOB);
  }

  /** Where reading takes a key, too. */
  public static class Reads extends ApiKeyProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
      settings.put("streamsight.auth.protect-reads", "true");
      return settings;
    }
  }
}

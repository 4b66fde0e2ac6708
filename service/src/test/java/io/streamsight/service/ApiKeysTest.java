package io.streamsight.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  /** Settings that ask for one of these. */
  private record Asked(Map<String, String> apiKeys) implements AuthConfig {
    @Override
    public Mode mode() {
      return Mode.API_KEY;
    }

    @Override
    public Optional<String> role() {
      return Optional.empty();
    }

    @Override
    public boolean protectReads() {
      return false;
    }
  }

  @Test
  void shouldTellWhoseAKeyIs() {
    ApiKeys keys = new ApiKeys(new Asked(Map.of("bob", KEY + "/+-._~==", "ann", KEY)));
    assertThat(keys.names()).containsExactly("ann", "bob");
    assertThat(keys.owner(KEY)).contains("ann");
    assertThat(keys.owner(KEY + "/+-._~==")).contains("bob");
    assertThat(keys.owner(KEY + "0")).isEmpty();
    assertThat(keys.owner(KEY.substring(1))).isEmpty();
    assertThat(keys.owner("")).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNoSecret() {
    assertRefused(Map.of(), "streamsight.auth=api-key without a key: set ");
    assertRefused(Map.of("a".repeat(256), KEY), "the name has 256 characters, 255 at most");
    assertRefused(
        Map.of("ann", ""), "streamsight.auth.api-keys.ann has 0 characters, 32 are needed");
    assertRefused(Map.of("ann", "replace-me"), "streamsight.auth.api-keys.ann has 10 characters");
    assertRefused(Map.of("ann", KEY + "\n"), "api-keys.ann has a character that a bearer token");
    assertRefused(
        Map.of("ann", "replace me with a key of your own"), "api-keys.ann has a character");
    assertRefused(Map.of("ann", KEY, "bob", KEY), "api-keys.ann and streamsight.auth.api-keys.bob");
  }

  private static void assertRefused(Map<String, String> keys, String why) {
    assertThatThrownBy(() -> new ApiKeys(new Asked(keys)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining(KEY);
  }
}

package io.streamsight.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthConfigTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private static SmallRyeConfig config(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withInterceptors(new OidcSwitch())
        .withSources(new EnvConfigSource(environment, 300))
        .withMapping(AuthConfig.class)
        .build();
  }

  private static AuthConfig auth(Map<String, String> environment) {
    return config(environment).getConfigMapping(AuthConfig.class);
  }

  private static void check(Map<String, String> environment) {
    AuthConfig auth = auth(environment);
    new AuthCheck(auth, new ApiKeys(auth), Optional.empty()).check(new StartupEvent());
  }

  @Test
  void shouldBeReadFromAnEnvironmentWithTheNamesOfThoseWhoHaveKeys() {
    AuthConfig auth =
        auth(
            Map.of(
                "STREAMSIGHT_AUTH",
                "api-key",
                "STREAMSIGHT_AUTH_API_KEYS_ANN",
                KEY,
                "STREAMSIGHT_AUTH_API_KEYS_bob",
                KEY + KEY,
                "STREAMSIGHT_AUTH_PROTECT_READS",
                "true"));
    assertThat(auth.mode()).isEqualTo(AuthConfig.Mode.API_KEY);
    assertThat(auth.apiKeys()).isEqualTo(Map.of("ann", KEY, "bob", KEY + KEY));
    assertThat(auth.protectReads()).isTrue();
  }

  @Test
  void shouldStartWithoutAnySetting() {
    assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
    assertThat(auth(Map.of()).mode()).isEqualTo(AuthConfig.Mode.NONE);
  }

  @Test
  void shouldNotStartWithSettingsThatProtectNothing() {
    assertRefused(Map.of("STREAMSIGHT_AUTH", "api-key"), "streamsight.auth=api-key without a key");
    assertRefused(Map.of("STREAMSIGHT_AUTH_PROTECT_READS", "true"), "protect-reads needs");
    assertRefused(
        Map.of(
            "STREAMSIGHT_AUTH", "api-key",
            "STREAMSIGHT_AUTH_API_KEYS_ANN", KEY,
            "STREAMSIGHT_AUTH_ROLE", "editor"),
        "API keys have no roles");
  }

  private static void assertRefused(Map<String, String> environment, String why) {
    assertThatThrownBy(() -> check(environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(why);
  }

  @Test
  void shouldLookForAnOpenIdProviderOnlyWhereAskedTo() {
    String enabled = "quarkus.oidc.tenant-enabled";
    assertThat(config(Map.of()).getValue(enabled, String.class)).isEqualTo("false");
    assertThat(
            config(Map.of("QUARKUS_OIDC_TENANT_ENABLED", "true")).getValue(enabled, String.class))
        .isEqualTo("false");
    assertThat(config(Map.of("STREAMSIGHT_AUTH", "oidc")).getValue(enabled, String.class))
        .isEqualTo("true");
  }
}

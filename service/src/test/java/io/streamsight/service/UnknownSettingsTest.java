package io.streamsight.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import io.streamsight.contract.topic.InstallationConfig;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownSettingsTest {
  private static final String KEY = "0123456789abcdef0123456789abcdef";
  private static final Set<Class<?>> MAPPINGS =
      Set.of(InstallationConfig.class, AuthConfig.class, IngestSettings.class);

  /** As of the ingest service. */
  @ConfigMapping(prefix = "streamsight.ingest")
  interface IngestSettings {
    @WithDefault("1")
    int maxInFlightBytes();
  }

  private static SmallRyeConfig config(
      Map<String, String> environment, Map<String, String> properties) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withProfile("prod")
            .withSources(
                new EnvConfigSource(environment, 300),
                new PropertiesConfigSource(properties, "file", 250))
            .withValidateUnknown(false);
    MAPPINGS.forEach(builder::withMapping);
    return builder.build();
  }

  private static void check(Map<String, String> environment, Map<String, String> properties) {
    UnknownSettings.check(config(environment, properties), MAPPINGS);
  }

  private static void assertRefused(
      Map<String, String> environment, Map<String, String> properties, String what) {
    assertThatThrownBy(() -> check(environment, properties))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("No such setting: %s; see docs/configuration.md", what);
  }

  @ParameterizedTest
  @CsvSource({
    "STREAMSIGHT_AUTH_MODE, STREAMSIGHT_AUTH",
    "STREAMSIGHT_AUHT, STREAMSIGHT_AUTH",
    "STREAMSIGHT_AUTH_PROTECT_READ, STREAMSIGHT_AUTH_PROTECT_READS",
    "STREAMSIGHT_AUTH_ROLES, STREAMSIGHT_AUTH_ROLE",
    "STREAMSIGHT_AUTH_APIKEYS_ANN, STREAMSIGHT_AUTH_API_KEYS_NAME",
    "STREAMSIGHT_AUTH_API_KEYS_CI_BOT, STREAMSIGHT_AUTH_API_KEYS_NAME",
    "STREAMSIGHT_AUTH_API_KEYS, STREAMSIGHT_AUTH_API_KEYS_NAME",
    "STREAMSIGHT_TOPIC, STREAMSIGHT_TOPICS",
    "STREAMSIGHT_TPOICS, STREAMSIGHT_TOPICS",
    "STREAMSIGHT_INGEST_MAX_INFLIGHT, STREAMSIGHT_INGEST_MAX_IN_FLIGHT_BYTES",
    "streamsight.topic, streamsight.topics",
  })
  void shouldNameTheVariableThatIsMisspeltAndWhatIsMeant(String name, String meant) {
    assertRefused(Map.of(name, "x"), Map.of(), "%s (%s?)".formatted(name, meant));
  }

  @Test
  void shouldNameEveryPropertyOfFilesToo() {
    assertRefused(
        Map.of("STREAMSIGHT_COLOUR", "x"),
        Map.of(
            "streamsight.auth.mode", "api-key",
            "%prod.streamsight.topic", "create",
            "%dev.streamsight.typo", "x",
            "streamsight.max.image.bytes", "1",
            "streamsight.topics", "create"),
        "streamsight.auth.mode (streamsight.auth?), STREAMSIGHT_COLOUR,"
            + " streamsight.max.image.bytes (streamsight.max-image-bytes?),"
            + " streamsight.topic (streamsight.topics?)");
  }

  @Test
  void shouldRefuseInAFileWhatOnlyTheEnvironmentUnderstands() {
    assertRefused(
        Map.of(), Map.of("STREAMSIGHT_AUTH", "api-key"), "STREAMSIGHT_AUTH (streamsight.auth?)");
  }

  @Test
  void shouldTakeEverySettingThatThereIs() {
    assertThatCode(
            () ->
                check(
                    Map.of(
                        "STREAMSIGHT_AUTH", "api-key",
                        "streamsight_auth_role", "editor",
                        "STREAMSIGHT_TOPICS", "create",
                        "STREAMSIGHT_MAX_IMAGE_BYTES", "1",
                        "STREAMSIGHT_INGEST_MAX_IN_FLIGHT_BYTES", "2",
                        "STREAMSIGHT_PREFIX", ""),
                    Map.of("streamsight.auth.protect-reads", "true")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STREAMSIGHT_TRAINER_WORKER",
        "STREAMSIGHT_INFERENCE_ANYTHING",
        "streamsight.trainer.anything",
        "STREAMSIGHT_TOKEN",
        "STREAMSIGHT_COLUMNS",
        "STREAMSIGHT_INGEST_URL",
        "STREAMSIGHT_KAFKA_BOOTSTRAP_SERVICE_HOST",
        "STREAMSIGHT_KAFKA_BOOTSTRAP_SERVICE_PORT_TCP_CLIENTS",
        "STREAMSIGHT_KAFKA_PORT_9093_TCP_ADDR",
        "STREAMSIGHTS_OWN",
      })
  void shouldLeaveAloneWhatIsForSomebodyElse(String name) {
    assertThatCode(() -> check(Map.of(name, "x"), Map.of())).doesNotThrowAnyException();
  }

  @Test
  void shouldTellAServicesPortFromASettingThatIsNone() {
    assertThatCode(() -> check(Map.of("STREAMSIGHT_INGEST_PORT", "tcp://10.0.0.1:80"), Map.of()))
        .doesNotThrowAnyException();
    assertRefused(Map.of("STREAMSIGHT_HTTP_PORT", "8081"), Map.of(), "STREAMSIGHT_HTTP_PORT");
  }

  /** Names of keys are free; a key that nobody could send is none. */
  @ParameterizedTest
  @ValueSource(strings = {"ANN", "bob", "ci-bot", "_CI_BOT_", "CI_BOT", "A_"})
  void shouldTakeTheKeysThatAreReadAndNoOthers(String name) {
    Map<String, String> environment = Map.of("STREAMSIGHT_AUTH_API_KEYS_" + name, KEY);
    boolean isRead =
        !config(environment, Map.of()).getConfigMapping(AuthConfig.class).apiKeys().isEmpty();
    if (isRead) {
      assertThatCode(() -> check(environment, Map.of())).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> check(environment, Map.of())).hasMessageContaining(name);
    }
    assertThat(isRead).isEqualTo(!Set.of("CI_BOT", "A_").contains(name));
  }

  @Test
  void shouldTakeAnyNameOfAKeyFromAFileAndTheVariableThatReplacesIt() {
    Map<String, String> file = Map.of("streamsight.auth.api-keys.ci-bot", KEY);
    Map<String, String> variable = Map.of("STREAMSIGHT_AUTH_API_KEYS_CI_BOT", KEY + KEY);
    assertThat(config(variable, file).getConfigMapping(AuthConfig.class).apiKeys())
        .isEqualTo(Map.of("ci-bot", KEY + KEY));
    assertThatCode(() -> check(variable, file)).doesNotThrowAnyException();
  }
}

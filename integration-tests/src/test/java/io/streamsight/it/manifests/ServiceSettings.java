package io.streamsight.it.manifests;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import io.streamsight.contract.topic.InstallationConfig;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Which settings a service has, asked of what the build has just compiled. */
final class ServiceSettings {
  private static final Map<String, String> INTERFACES =
      Map.of(
          "ingest", "io.streamsight.ingest.IngestConfig",
          "trainer", "io.streamsight.trainer.TrainerConfig",
          "inference", "io.streamsight.inference.InferenceConfig");

  private static final String AUTH = "io.streamsight.service.AuthConfig";

  /** What every Kafka client knows. */
  static final Set<String> KAFKA =
      Stream.of(
              AdminClientConfig.configNames(),
              ConsumerConfig.configNames(),
              ProducerConfig.configNames())
          .reduce(
              (some, others) -> {
                Set<String> both = new HashSet<>(some);
                both.retainAll(others);
                return both;
              })
          .orElseThrow()
          .stream()
          .map(name -> variable("kafka." + name))
          .collect(Collectors.toSet());

  private ServiceSettings() {}

  /** Where a service's classes are. */
  static Path classes(String service) {
    return Path.of("../%s-service/target/classes".formatted(service));
  }

  /** What the service's {@code application.properties} has. */
  static Map<String, String> properties(String service) throws IOException {
    Properties properties = new Properties();
    try (Reader reader =
        Files.newBufferedReader(classes(service).resolve("application.properties"))) {
      properties.load(reader);
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }

  /**
   * A service's own settings, and all services', by the interface that declares them.
   *
   * @return of each setting the default; empty where it has none
   */
  static Map<String, Map<String, String>> defaults(String service) throws Exception {
    try (URLClassLoader loader = loader(service)) {
      return Stream.of(
              loader.loadClass(INTERFACES.get(service)),
              loader.loadClass(AUTH),
              InstallationConfig.class)
          .collect(Collectors.toMap(Class::getSimpleName, ServiceSettings::defaults));
    }
  }

  /** The same settings' names as environment variables. */
  static Set<String> variables(String service) throws Exception {
    return defaults(service).values().stream()
        .flatMap(settings -> settings.keySet().stream())
        .map(ServiceSettings::variable)
        .collect(Collectors.toSet());
  }

  /** Every variable that means something to a service: its own, Kafka's clients', Quarkus's. */
  static Set<String> known(String service) throws Exception {
    Set<String> known = new HashSet<>(KAFKA);
    known.addAll(variables(service));
    properties(service).keySet().stream()
        .filter(name -> name.startsWith("quarkus."))
        .map(ServiceSettings::variable)
        .forEach(known::add);
    return known;
  }

  /**
   * Reads the settings from an environment, as the service will.
   *
   * @throws RuntimeException when a value is none that the setting can have
   */
  static void bind(String service, Map<String, String> environment) throws Exception {
    try (URLClassLoader loader = loader(service)) {
      from(environment)
          .forClassLoader(loader)
          .withMapping(loader.loadClass(INTERFACES.get(service)))
          .withMapping(loader.loadClass(AUTH))
          .build();
    }
  }

  /** What all services are told alike by an environment. */
  static InstallationConfig installation(Map<String, String> environment) {
    return from(environment).build().getConfigMapping(InstallationConfig.class);
  }

  private static SmallRyeConfigBuilder from(Map<String, String> environment) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        // Quarkus's, which is not here, takes 10s and 2m.
        .withConverter(Duration.class, 200, value -> Duration.parse("PT" + value))
        .withSources(new EnvConfigSource(environment, 400), new SysPropConfigSource())
        .withMapping(InstallationConfig.class)
        .withValidateUnknown(false);
  }

  static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static Map<String, String> defaults(Class<?> settings) {
    String prefix = settings.getAnnotation(ConfigMapping.class).prefix();
    return Arrays.stream(settings.getMethods())
        .filter(method -> !method.isDefault())
        .collect(Collectors.toMap(method -> name(prefix, method), ServiceSettings::defaultOf));
  }

  private static String name(String prefix, Method method) {
    return method.isAnnotationPresent(WithParentName.class)
        ? prefix
        : prefix + "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static String defaultOf(Method method) {
    WithDefault given = method.getAnnotation(WithDefault.class);
    return given == null ? "" : given.value();
  }

  private static URLClassLoader loader(String service) throws IOException {
    URL[] classes = {
      classes(service).toUri().toURL(), Path.of("../service/target/classes").toUri().toURL()
    };
    return new URLClassLoader(classes, ServiceSettings.class.getClassLoader());
  }
}

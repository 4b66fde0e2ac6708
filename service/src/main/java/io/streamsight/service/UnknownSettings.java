package io.streamsight.service;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.interceptor.Interceptor;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * Settings that do not exist end the start: one that is misspelt must not leave the service as open
 * as if it were not there. Those that exist are those of the mappings that the service has.
 */
@ApplicationScoped
class UnknownSettings {
  private static final Set<String> SERVICES = Set.of("ingest", "trainer", "inference");

  /**
   * Variables that are nobody's setting, with their values: the command line's, and what Kubernetes
   * and Docker tell of services whose names begin like ours.
   */
  private static final Pattern NOT_OURS =
      Pattern.compile(
          "STREAMSIGHT_((TOKEN|COLUMNS|(INGEST|TRAINER|INFERENCE)_URL)=.*"
              + "|(?!AUTH_).*(_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)=.*"
              + "|_PORT(_[0-9]+_(TCP|UDP|SCTP))?=(tcp|udp|sctp)://.*"
              + "|_PORT_[0-9]+_(TCP|UDP|SCTP)_(PROTO|PORT|ADDR)=.*))",
          Pattern.DOTALL);

  private final SmallRyeConfig config;
  private final BeanManager beans;

  UnknownSettings(Config config, BeanManager beans) {
    this.config = config.unwrap(SmallRyeConfig.class);
    this.beans = beans;
  }

  /** Before anybody complains of what a misspelt setting left unset. */
  void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) StartupEvent start) {
    check(
        config,
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
            .flatMap(bean -> bean.getTypes().stream())
            .filter(Class.class::isInstance)
            .<Class<?>>map(Class.class::cast)
            .filter(UnknownSettings::isOurs)
            .collect(Collectors.toSet()));
  }

  private static boolean isOurs(Class<?> type) {
    var mapping = type.getAnnotation(ConfigMapping.class);
    return mapping != null && mapping.prefix().matches("streamsight(\\..*)?");
  }

  /**
   * @throws ConfigurationException naming every setting that none of the mappings has
   */
  static void check(SmallRyeConfig config, Collection<Class<?>> mappings) {
    var known =
        new SettingNames(
            mappings.stream()
                .map(ConfigMappings.ConfigClass::configClass)
                .flatMap(mapping -> mapping.getProperties().keySet().stream())
                .collect(Collectors.toSet()));
    var given = new TreeSet<String>();
    config.getPropertyNames().forEach(given::add);
    given.removeIf(name -> !SettingNames.variable(name).startsWith("STREAMSIGHT_"));
    // Of a variable the configuration has two names, its own and what it takes it for.
    Set<String> read =
        given.stream().filter(known::has).map(SettingNames::variable).collect(Collectors.toSet());
    var unknown = new TreeMap<String, String>();
    for (String name : given) {
      String variable = SettingNames.variable(name);
      boolean isProperty = name.startsWith("streamsight.");
      // In a file, or as a system property, a variable's name means nothing.
      boolean isVariable = !isProperty && fromEnvironment(config, name);
      boolean found = isProperty ? known.has(name) : isVariable && read.contains(variable);
      if (!found
          && !ofAnotherService(variable, known)
          && !NOT_OURS.matcher(variable + "=" + config.getRawValue(name)).matches()) {
        unknown.putIfAbsent(
            variable, name + known.nearest(name, isVariable).map(" (%s?)"::formatted).orElse(""));
      }
    }
    if (!unknown.isEmpty()) {
      throw new ConfigurationException(
          "No such setting: %s; see docs/configuration.md"
              .formatted(String.join(", ", unknown.values())));
    }
  }

  private static boolean fromEnvironment(SmallRyeConfig config, String name) {
    return config.getConfigValue(name).getSourceName().startsWith("EnvConfigSource");
  }

  /** Services that share their variables have each other's. */
  private static boolean ofAnotherService(String variable, SettingNames known) {
    return SERVICES.stream()
        .filter(service -> !known.hasBelow("streamsight." + service))
        .anyMatch(
            service -> variable.startsWith(SettingNames.variable("streamsight." + service + ".")));
  }
}

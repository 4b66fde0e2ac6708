package io.streamsight.service;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Settings that would let in nobody, or too many, end the start; the log says who may. */
@ApplicationScoped
class AuthCheck {
  private static final Logger LOG = Logger.getLogger(AuthCheck.class);

  private final AuthConfig config;
  private final ApiKeys keys;
  private final Optional<String> audience;

  AuthCheck(
      AuthConfig config,
      ApiKeys keys,
      @ConfigProperty(name = "quarkus.oidc.token.audience") Optional<String> audience) {
    this.config = config;
    this.keys = keys;
    this.audience = audience;
  }

  void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
    if (config.role().isPresent() && config.mode() != AuthConfig.Mode.OIDC) {
      throw new ConfigurationException(
          "streamsight.auth.role is for streamsight.auth=oidc: API keys have no roles");
    }
    if (config.protectReads() && config.mode() == AuthConfig.Mode.NONE) {
      throw new ConfigurationException(
          "streamsight.auth.protect-reads needs streamsight.auth=api-key or oidc");
    }
    switch (config.mode()) {
      case NONE -> {
        LOG.info("Whoever reaches this port may change things: streamsight.auth=none");
        if (!config.apiKeys().isEmpty()) {
          LOG.warn("There are API keys, and nobody is asked for one: set streamsight.auth=api-key");
        }
      }
      case API_KEY -> LOG.infof("API keys: %s", keys.names());
      case OIDC -> {
        if (config.role().isEmpty() && audience.isEmpty()) {
          LOG.warn(
              "Every token of the OpenID provider may change things, those for other services too:"
                  + " set streamsight.auth.role or quarkus.oidc.token.audience");
        }
      }
    }
  }
}

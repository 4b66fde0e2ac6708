package io.streamsight.service;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;

/** Without {@code streamsight.auth=oidc} no OpenID provider is looked for. */
public final class OidcSwitch implements ConfigSourceInterceptor {
  private static final String ENABLED = "quarkus.oidc.tenant-enabled";
  private static final long serialVersionUID = 1;

  @Override
  public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
    if (!name.equals(ENABLED)) {
      return context.proceed(name);
    }
    ConfigValue auth = context.proceed("streamsight.auth");
    boolean oidc =
        auth != null && auth.getValue() != null && "oidc".equalsIgnoreCase(auth.getValue().strip());
    return ConfigValue.builder().withName(ENABLED).withValue(String.valueOf(oidc)).build();
  }
}

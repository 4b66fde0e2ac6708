package io.streamsight.service;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/** Who may do what over HTTP; the same for all services. */
@ConfigMapping(prefix = "streamsight.auth")
public interface AuthConfig {
  /** How a service knows who asks. */
  enum Mode {
    /** It does not: everybody may do everything. */
    NONE,
    /** By keys of its settings. */
    API_KEY,
    /** By the access tokens of an OpenID provider; the settings below quarkus.oidc name it. */
    OIDC
  }

  /**
   * How requests that change something are authenticated. None is the default: it takes nothing to
   * try the system on one machine.
   */
  @WithParentName
  @WithDefault("none")
  Mode mode();

  /** Of api-key: keys by the names of those who have them. */
  Map<String, String> apiKeys();

  /** Of oidc: the role that a token needs for a request that changes something; absent: none. */
  Optional<String> role();

  /**
   * Whether a token is needed to read, too: whoever may reach a service may read by default. Health
   * and metrics stay open.
   */
  @WithDefault("false")
  boolean protectReads();
}

package io.streamsight.service;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Who asks, by {@code Authorization: Bearer TOKEN}: an API key, or an access token that Quarkus
 * checks. A token that is wrong is refused even where none is needed.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class BearerTokens implements HttpAuthenticationMechanism {
  private static final Logger LOG = Logger.getLogger(BearerTokens.class);
  private static final String SCHEME = "bearer ";

  private final AuthConfig.Mode mode;
  private final ApiKeys keys;
  private final OidcAuthenticationMechanism oidc;

  BearerTokens(AuthConfig config, ApiKeys keys, OidcAuthenticationMechanism oidc) {
    mode = config.mode();
    this.keys = keys;
    this.oidc = oidc;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext request, IdentityProviderManager providers) {
    Optional<String> token = mode == AuthConfig.Mode.NONE ? Optional.empty() : token(request);
    if (token.isEmpty()) {
      return Uni.createFrom().nullItem();
    }
    if (mode == AuthConfig.Mode.API_KEY) {
      return keys.owner(token.get())
          .map(BearerTokens::identity)
          .orElseGet(() -> Uni.createFrom().failure(new AuthenticationFailedException()));
    }
    return oidc.authenticate(request, providers)
        .onFailure()
        .invoke(e -> refuse(request, e))
        .onFailure()
        .transform(AuthenticationFailedException::new);
  }

  /** Here, since Quarkus would leave the answer to its own class, which says nothing. */
  private void refuse(RoutingContext request, Throwable e) {
    if (e instanceof AuthenticationException) {
      challenge(request);
    } else {
      LOG.warnf("A token can't be checked: %s", e.getMessage());
      Refusal.send(
          request,
          Response.Status.SERVICE_UNAVAILABLE,
          "The token can't be checked now: the OpenID provider does not answer");
    }
  }

  private static Optional<String> token(RoutingContext request) {
    String header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
    return Optional.ofNullable(header)
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
        .map(value -> value.substring(SCHEME.length()).strip());
  }

  private static Uni<SecurityIdentity> identity(String name) {
    return Uni.createFrom()
        .item(QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(name)).build());
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext request) {
    return Uni.createFrom()
        .item(new ChallengeData(401, HttpHeaderNames.WWW_AUTHENTICATE, "Bearer"));
  }

  @Override
  public Uni<Boolean> sendChallenge(RoutingContext request) {
    challenge(request);
    return Uni.createFrom().item(true);
  }

  private void challenge(RoutingContext request) {
    request.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    Refusal.send(
        request,
        Response.Status.UNAUTHORIZED,
        token(request).isPresent() ? refused() : Refusal.TOKEN_NEEDED);
  }

  private String refused() {
    return mode == AuthConfig.Mode.API_KEY
        ? "The token is none of this service's API keys: send one of them"
        : "The token is not valid here, or no more: get a new one from the OpenID provider";
  }

  /** Before the one of Quarkus, which this asks. */
  @Override
  public int getPriority() {
    return 2 * DEFAULT_PRIORITY;
  }

  /** None: without a provider of these Quarkus would leave this out. */
  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of();
  }
}

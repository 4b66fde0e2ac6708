package io.streamsight.service;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Asks every request, before anything reads its body, for what {@link Guard} says. */
@ApplicationScoped
class GuardPolicy implements HttpSecurityPolicy {
  private final AuthConfig config;

  GuardPolicy(AuthConfig config) {
    this.config = config;
  }

  @Override
  public Uni<CheckResult> checkPermission(
      RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
    String method = request.request().method().name();
    String path = request.normalizedPath();
    boolean changes = Guard.changes(method, path);
    if (config.mode() == AuthConfig.Mode.NONE
        || !changes && (!config.protectReads() || Guard.isOpen(method, path))) {
      return CheckResult.permit();
    }
    Optional<String> role =
        changes && config.mode() == AuthConfig.Mode.OIDC ? config.role() : Optional.empty();
    return identity.map(caller -> check(caller, changes, role));
  }

  private static CheckResult check(
      SecurityIdentity caller, boolean changes, Optional<String> role) {
    if (caller.isAnonymous()) {
      return CheckResult.DENY;
    }
    if (changes) {
      requireName(caller.getPrincipal().getName());
    }
    if (role.isPresent() && !caller.hasRole(role.get())) {
      throw new ForbiddenException(
          "The token is of %s, who lacks the role '%s': use the token of somebody who has it"
              .formatted(caller.getPrincipal().getName(), role.get()));
    }
    return CheckResult.PERMIT;
  }

  /** Here, not where a record would tell it: cut off, two could have the same. */
  private static void requireName(String name) {
    int length = name == null || name.isBlank() ? 0 : name.length();
    if (length == 0 || length > Caller.MAX_NAME) {
      throw new ForbiddenException(
          "The name of the token's owner has %d characters, 1 to %d can be kept: let"
                  .formatted(length, Caller.MAX_NAME)
              + " quarkus.oidc.token.principal-claim name another claim of the token");
    }
  }
}

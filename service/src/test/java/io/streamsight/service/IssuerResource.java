package io.streamsight.service;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** An {@link Issuer} that the service under test knows. */
public class IssuerResource implements QuarkusTestResourceLifecycleManager {
  private Issuer issuer;

  @Override
  public Map<String, String> start() {
    try {
      issuer = new Issuer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "streamsight.auth", "oidc",
        "streamsight.auth.role", "editor",
        "streamsight.auth.protect-reads", "true",
        "quarkus.oidc.auth-server-url", issuer.url(),
        "quarkus.oidc.client-id", "streamsight",
        "quarkus.oidc.token.audience", "streamsight");
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(issuer, new TestInjector.MatchesType(Issuer.class));
  }

  @Override
  public void stop() {
    issuer.close();
  }
}

package io.streamsight.service;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;

/** Whose request it is, for what is on record from then on. */
@ApplicationScoped
public class Caller {
  /** Characters, since records keep it for ever: as many as OpenID gives a {@code sub}. */
  public static final int MAX_NAME = 255;

  private final SecurityIdentity identity;

  Caller(SecurityIdentity identity) {
    this.identity = identity;
  }

  /**
   * The name of whoever has the token; without authentication the one that the request gives.
   *
   * @param given null for none
   * @throws ForbiddenException when it is another than the token's: nobody signs for somebody else
   */
  public String by(String given) {
    if (identity.isAnonymous()) {
      return given;
    }
    String name = identity.getPrincipal().getName();
    if (given != null && !given.equals(name)) {
      throw new ForbiddenException(
          "by is '%.200s', and the token is of %s: leave by out, or use the token of whom it names"
              .formatted(given, name));
    }
    return name;
  }
}

package io.streamsight.cli;

import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who asks, as the services want to know it: an API key or an access token. It is never printed. */
public final class Token {
  static final String VARIABLE = "STREAMSIGHT_TOKEN";

  /** For services that don't ask. */
  public static final Token NONE = new Token(null);

  private static final Pattern CHARACTERS = Pattern.compile("[!-~]+");

  private final String text;

  private Token(String text) {
    this.text = text;
  }

  /**
   * @param text null or blank for none
   * @throws CommandFailedException when it can be no token
   */
  static Token of(String text) {
    if (text == null || text.isBlank()) {
      return NONE;
    }
    if (!CHARACTERS.matcher(text.strip()).matches()) {
      throw new CommandFailedException(
          VARIABLE + " is no token: it has a space, or a character that is not ASCII, in it.");
    }
    return new Token(text.strip());
  }

  /** The user's, as {@link #VARIABLE} has it. */
  public static Token ofEnvironment() {
    return of(System.getenv(VARIABLE));
  }

  public boolean isThere() {
    return text != null;
  }

  /** What the header {@code Authorization} says. */
  public Optional<String> header() {
    return Optional.ofNullable(text).map(token -> "Bearer " + token);
  }

  HttpRequest.Builder addTo(HttpRequest.Builder request) {
    header().ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  /** What to do when a service wants to know who asks, or says that it must be another; else empty. */
  String advice(int status) {
    return switch (status) {
      case 401 ->
          isThere()
              ? "Set %s to a token that the services know.".formatted(VARIABLE)
              : "Set %s to an API key or an access token.".formatted(VARIABLE);
      case 403 ->
          isThere() ? "Set %s to the token of somebody who may.".formatted(VARIABLE) : "";
      default -> "";
    };
  }

  @Override
  public String toString() {
    return isThere() ? "a token" : "no token";
  }
}

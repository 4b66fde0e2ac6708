package io.streamsight.cli;

import picocli.CommandLine.Option;

/** Who asks for something that is on record from then on. */
public final class ByOption {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      description =
          "Who asks: it goes on record. Default: the token's owner; without a token"
              + " ${sys:user.name}")
  private String by;

  /**
   * Null where the service knows it by the token.
   *
   * @param services that are asked
   */
  public String by(ServiceOptions services) {
    return by != null || services.token().isThere() ? by : System.getProperty("user.name");
  }
}

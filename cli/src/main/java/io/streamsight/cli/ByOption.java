package io.streamsight.cli;

import picocli.CommandLine.Option;

/** Who asks for something that is on record from then on. */
public final class ByOption {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who asks: it goes on record. Default: ${DEFAULT-VALUE}")
  private String by;

  public String by() {
    return by;
  }
}

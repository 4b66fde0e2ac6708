package io.streamsight.cli;

import picocli.CommandLine.Option;

/** Who asks for something that the audit trail tells. */
public final class ByOption {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who asks: history tells it. Default: ${DEFAULT-VALUE}")
  private String by;

  public String by() {
    return by;
  }
}

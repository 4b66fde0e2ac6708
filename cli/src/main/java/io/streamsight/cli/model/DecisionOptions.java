package io.streamsight.cli.model;

import picocli.CommandLine.Option;

/** What the audit trail asks of whoever decides about a model. */
final class DecisionOptions {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, in a sentence: history tells it.")
  String reason;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description = "Who decides. Default: ${DEFAULT-VALUE}")
  String by;
}

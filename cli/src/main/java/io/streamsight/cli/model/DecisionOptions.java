package io.streamsight.cli.model;

import io.streamsight.cli.ByOption;
import io.streamsight.cli.ServiceOptions;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the audit trail asks of whoever decides about a model. */
final class DecisionOptions {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, in a sentence, up to 1,000 characters: history tells it.")
  String reason;

  @Mixin ByOption who;

  void addTo(Map<String, Object> body, ServiceOptions services) {
    body.put("reason", reason);
    String by = who.by(services);
    if (by != null) {
      body.put("by", by);
    }
  }
}

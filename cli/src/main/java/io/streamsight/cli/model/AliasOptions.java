package io.streamsight.cli.model;

import io.streamsight.cli.AliasConverter;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which alias is moved, and from where. */
final class AliasOptions {
  @Option(
      names = "--alias",
      paramLabel = "NAME",
      defaultValue = "champion",
      converter = AliasConverter.class,
      description = "Default: ${DEFAULT-VALUE}")
  String alias;

  @Option(
      names = "--from",
      paramLabel = "VERSION",
      description =
          "Only if it points to this version, 0 for none: of two who move it at once, one wins."
              + " Default: whatever it points to")
  private Integer from;

  void addFrom(Map<String, Object> body) {
    if (from != null) {
      body.put("from", from == 0 ? null : from);
    }
  }
}

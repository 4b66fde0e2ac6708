package io.streamsight.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.OutputOptions;

/** What the service answers when an alias was moved. */
record AliasMove(JsonNode answer) {
  void print(OutputOptions output) {
    if (output.json()) {
      output.print(answer);
      return;
    }
    String from = version("from");
    String to = version("version");
    System.out.printf(
        from.equals(to)
            ? "%s of %s points to %s already: nothing was changed%n"
            : "%s of %s: %4$s -> %3$s%n",
        answer.path("alias").asText(),
        answer.path("model").asText(),
        to,
        from);
  }

  private String version(String field) {
    return answer.path(field).isInt() ? "version " + answer.path(field).asText() : "nothing";
  }
}

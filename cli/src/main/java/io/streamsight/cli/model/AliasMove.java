package io.streamsight.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Query;

/** Moves an alias of a model, and says from where to where. */
record AliasMove(HttpService trainer, OutputOptions output, String model, String alias) {
  /** Asks the service to move it. */
  interface Move {
    JsonNode apply(Query alias) throws InterruptedException;
  }

  void apply(Move move) throws InterruptedException {
    JsonNode before = trainer.get(Query.of("models", model), JsonNode.class);
    JsonNode after = move.apply(Query.of("models", model, "aliases", alias));
    if (output.json()) {
      output.print(after);
      return;
    }
    String from = version(before.path("aliases").path(alias));
    String to = version(after.path("version"));
    System.out.printf(
        from.equals(to) ? "%s of %s points to %s already%n" : "%s of %s: %4$s -> %3$s%n",
        alias,
        model,
        to,
        from);
  }

  private static String version(JsonNode number) {
    return number.isInt() ? "version " + number.asText() : "nothing";
  }
}

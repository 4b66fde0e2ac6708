package io.streamsight.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.OutcomeUnknownException;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Query;
import io.streamsight.cli.ServiceOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "rollback",
    description = "Point an alias of a model back to the version before; again, to the one before.",
    mixinStandardHelpOptions = true)
public final class RollbackCommand implements Callable<Integer> {
  @Parameters(arity = "1", paramLabel = "NAME", description = "The model.")
  private String model;

  @Mixin private AliasOptions alias;

  @Mixin private DecisionOptions decision;
  @Mixin private OutputOptions output;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws InterruptedException {
    HttpService trainer = services.trainer();
    Map<String, Object> body = new LinkedHashMap<>();
    decision.addTo(body, services);
    alias.addFrom(body);
    if (!body.containsKey("from")) {
      body.put("from", pointsTo(trainer));
    }
    new AliasMove(rollback(trainer, body)).print(output);
    return 0;
  }

  /** The version; null for none. */
  private Integer pointsTo(HttpService trainer) throws InterruptedException {
    JsonNode version =
        trainer
            .get(Query.of("models", model, "aliases", alias.alias), JsonNode.class)
            .get("version");
    return version == null || version.isNull() ? null : version.intValue();
  }

  private JsonNode rollback(HttpService trainer, Map<String, Object> body)
      throws InterruptedException {
    try {
      Query query = Query.of("models", model, "aliases", alias.alias, "rollback");
      return trainer.send("POST", query, body, JsonNode.class);
    } catch (OutcomeUnknownException e) {
      Object from = body.get("from") == null ? 0 : body.get("from");
      throw new CommandFailedException(
          "%s With --from %s the same is refused if it was.".formatted(e.getMessage(), from), e);
    }
  }
}

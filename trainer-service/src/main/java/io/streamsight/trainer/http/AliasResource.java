package io.streamsight.trainer.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.Blocking;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Registry;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Objects;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * Where an alias of a model points: {@code champion}, which is served, or any other. Each move is a
 * record in the registry, with who, why, from and to.
 */
@Path("/models/{name}/aliases/{alias}")
@Blocking
@APIResponse(responseCode = "200", description = "It points there now, or did already")
@APIResponse(responseCode = "400", description = "A field is wrong or missing")
@APIResponse(responseCode = "404", description = "There is no such model or version")
@APIResponse(
    responseCode = "409",
    description = "The alias points elsewhere by now, or the version is retired")
public class AliasResource {
  private final ModelRegistry models;

  AliasResource(ModelRegistry models) {
    this.models = models;
  }

  /**
   * @param version that the alias shall point to
   * @param from the version that it must still point to, null for none; left out: whatever it
   *     points to
   */
  record Promotion(Integer version, Integer from, String reason, String by) {
    Promotion {
      if (version == null) {
        throw new IllegalArgumentException("version is missing");
      }
      Decision.require("reason", reason);
      Decision.require("by", by);
    }
  }

  /**
   * @param version that it points to; absent when it points to none
   * @param before where rolling back takes it; absent for nowhere
   */
  public record AliasView(String model, String alias, Integer version, Integer before) {}

  @PUT
  @Operation(summary = "Point an alias to a version")
  public AliasView promote(
      @PathParam("name") String model,
      @PathParam("alias") String alias,
      @RequestBody(content = @Content(schema = @Schema(implementation = Promotion.class)))
          JsonNode body) {
    Promotion promotion = Json.readStrictly(body, Promotion.class);
    int to = models.version(model, promotion.version()).version();
    Integer from = body.has("from") ? promotion.from() : pointsTo(model, alias);
    return move(model, alias, from, to, new Decision(promotion.reason(), promotion.by()));
  }

  @POST
  @Path("/rollback")
  @Operation(
      summary = "Point an alias back to the version before",
      description = "Again: to the one before that. Retired versions are passed over.")
  public AliasView rollback(
      @PathParam("name") String model,
      @PathParam("alias") String alias,
      @RequestBody(content = @Content(schema = @Schema(implementation = Decision.class)))
          JsonNode body) {
    Decision decision = Json.readStrictly(body, Decision.class);
    Integer from = pointsTo(model, alias);
    int to =
        models
            .of(model)
            .before(model, alias)
            .orElseThrow(
                () ->
                    new StreamsightException(
                        Reason.PROPOSAL_IGNORED,
                        from == null
                            ? "%s of %s points to nothing".formatted(alias, model)
                            : "%s of %s pointed to no version before %d, or to retired ones"
                                .formatted(alias, model, from)));
    return move(model, alias, from, to, decision);
  }

  @DELETE
  @Operation(summary = "Remove an alias; a model without champion is not served")
  public AliasView remove(
      @PathParam("name") String model,
      @PathParam("alias") String alias,
      @QueryParam("reason") String reason,
      @QueryParam("by") String by) {
    Decision decision = valid(() -> new Decision(reason, by));
    return move(model, alias, pointsTo(model, alias), null, decision);
  }

  private AliasView move(String model, String alias, Integer from, Integer to, Decision decision) {
    AliasMoved moved =
        valid(() -> new AliasMoved(model, alias, from, to, decision.reason(), decision.by()));
    Integer now = pointsTo(model, alias);
    // Where it is so already, nothing happens that an audit would ask for.
    if (!Objects.equals(now, from) || !Objects.equals(now, to)) {
      models.decide(moved);
    }
    Registry registry = models.of(model);
    return new AliasView(
        model,
        alias,
        registry.aliases(model).get(alias),
        registry.before(model, alias).orElse(null));
  }

  private Integer pointsTo(String model, String alias) {
    return models.of(model).aliases(model).get(alias);
  }

  private static <T> T valid(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, e.getMessage(), e);
    }
  }
}

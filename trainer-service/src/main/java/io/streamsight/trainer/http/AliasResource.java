package io.streamsight.trainer.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.Blocking;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.registry.AliasTrail;
import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Registry;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * Where an alias of a model points: {@code champion}, which is served, or any other. Each move is a
 * record in the registry, with who, why, from and to.
 */
@Path("/models/{name}/aliases/{alias}")
@Blocking
@APIResponse(responseCode = "200", description = "Where it points now")
@APIResponse(responseCode = "404", description = "There is no such model or version")
@APIResponse(responseCode = "503", description = "The broker is away")
public class AliasResource {
  private final Decisions decisions;

  AliasResource(Decisions decisions) {
    this.decisions = decisions;
  }

  @GET
  @Operation(summary = "Where an alias points, and where rolling back takes it")
  public AliasView get(@PathParam("name") String model, @PathParam("alias") String alias) {
    return AliasView.of(model, alias, null, decisions.known(model).trail(model, alias));
  }

  @PUT
  @Operation(summary = "Point an alias to a version")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Promotion.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong or missing")
  @APIResponse(
      responseCode = "409",
      description = "It points elsewhere than from by now, or the version is retired")
  public AliasView promote(
      @PathParam("name") String model, @PathParam("alias") String alias, JsonNode body) {
    Promotion promotion = Json.readStrictly(body, Promotion.class);
    Registry registry = decisions.upToDate(model);
    Integer now = registry.trail(model, alias).now();
    Integer from = body.has("from") ? promotion.from() : now;
    int to = Decisions.version(registry, model, promotion.version()).version();
    return move(model, alias, now, from, to, new Decision(promotion.reason(), promotion.by()));
  }

  @POST
  @Path("/rollback")
  @Operation(
      summary = "Point an alias back to the version before",
      description =
          "Again: to the one before that; with from, a repeated request is refused. Retired"
              + " versions are passed over. After a removal: to where it pointed.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Rollback.class)))
  @APIResponse(responseCode = "400", description = "A field is wrong or missing")
  @APIResponse(
      responseCode = "409",
      description = "It points elsewhere than from by now, or there is nothing before")
  public AliasView rollback(
      @PathParam("name") String model, @PathParam("alias") String alias, JsonNode body) {
    Rollback rollback = Json.readStrictly(body, Rollback.class);
    AliasTrail trail = decisions.upToDate(model).trail(model, alias);
    Integer now = trail.now();
    if (body.has("from") && !Objects.equals(rollback.from(), now)) {
      throw new StreamsightException(
          Reason.CONFLICT,
          "%s of %s points to %s, not to %s"
              .formatted(alias, model, text(now), text(rollback.from())));
    }
    if (trail.before() == null) {
      throw new StreamsightException(
          Reason.CONFLICT,
          "There is nothing to roll %s of %s back to: it points to %s, and to no other before that is not retired"
              .formatted(alias, model, text(now)));
    }
    Decision decision = new Decision(rollback.reason(), rollback.by());
    return move(model, alias, now, now, trail.before(), decision);
  }

  @DELETE
  @Operation(summary = "Remove an alias; a model without champion is not served")
  @APIResponse(responseCode = "400", description = "reason or by is missing")
  @APIResponse(responseCode = "409", description = "It points elsewhere than from by now")
  public AliasView remove(
      @PathParam("name") String model,
      @PathParam("alias") String alias,
      @Parameter(required = true) @QueryParam("reason") String reason,
      @Parameter(required = true) @QueryParam("by") String by,
      @Parameter(description = "The version that it must still point to; left out: any")
          @QueryParam("from")
          Integer from) {
    Decision decision = Decisions.valid(() -> new Decision(reason, by));
    Integer now = decisions.upToDate(model).trail(model, alias).now();
    return move(model, alias, now, from == null ? now : from, null, decision);
  }

  /**
   * @param now what it points to
   * @param from what it must still point to when its turn comes
   * @param to null: nothing
   */
  private AliasView move(
      String model, String alias, Integer now, Integer from, Integer to, Decision decision) {
    AliasMoved moved =
        Decisions.valid(
            () -> new AliasMoved(model, alias, from, to, decision.reason(), decision.by()));
    // Where it is so already, nothing happens that an audit would ask for.
    if (!Objects.equals(now, from) || !Objects.equals(now, to)) {
      decisions.decide(moved);
    }
    return AliasView.of(model, alias, from, decisions.known(model).trail(model, alias));
  }

  private static String text(Integer version) {
    return version == null ? "nothing" : "version " + version;
  }
}

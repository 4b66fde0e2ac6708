package io.streamsight.trainer.http;

import io.smallrye.common.annotation.Blocking;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.registry.AliasName;
import io.streamsight.contract.registry.AliasTrail;
import io.streamsight.contract.registry.Proposal.AliasMoved;
import io.streamsight.contract.registry.Registry;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
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
@APIResponse(responseCode = "404", description = "There is no such model, alias or version")
@APIResponse(responseCode = "503", description = "The broker is away")
public class AliasResource {
  private final Decisions decisions;

  AliasResource(Decisions decisions) {
    this.decisions = decisions;
  }

  @GET
  @Operation(summary = "Where an alias points, and where rolling back takes it")
  public AliasView get(@PathParam("name") String model, @PathParam("alias") String alias) {
    AliasTrail trail = decisions.known(model).trail(model, alias);
    if (trail.now() == null && !trail.removed()) {
      throw new NotFoundException("%s has no alias %s".formatted(model, alias));
    }
    return AliasView.of(model, alias, null, trail);
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Point an alias to a version",
      description = "Where it points there already, nothing is recorded, whatever from says.")
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
      @PathParam("name") String model, @PathParam("alias") String alias, byte[] bytes) {
    JsonBody body = new JsonBody(bytes);
    Promotion promotion = body.as(Promotion.class);
    String by = decisions.by(promotion.by());
    Registry registry = decisions.upToDate(model);
    Integer now = trail(registry, model, alias).now();
    Integer from = body.has("from") ? promotion.from() : now;
    int to = Decisions.version(registry, model, promotion.version()).version();
    return move(now, new AliasMoved(model, alias, from, to, promotion.reason(), by));
  }

  @POST
  @Path("/rollback")
  @Consumes(MediaType.APPLICATION_JSON)
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
      @PathParam("name") String model, @PathParam("alias") String alias, byte[] bytes) {
    JsonBody body = new JsonBody(bytes);
    Rollback rollback = body.as(Rollback.class);
    String by = decisions.by(rollback.by());
    AliasTrail trail = trail(decisions.upToDate(model), model, alias);
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
    decisions.decide(
        new AliasMoved(model, alias, now, trail.before(), true, rollback.reason(), by));
    return view(model, alias, now);
  }

  @DELETE
  @Operation(summary = "Remove an alias; a model without champion is not served")
  @APIResponse(responseCode = "400", description = "A parameter is wrong or missing")
  @APIResponse(responseCode = "409", description = "It points elsewhere than from by now")
  public AliasView remove(
      @PathParam("name") String model,
      @PathParam("alias") String alias,
      @Parameter(required = true) @QueryParam("reason") String reason,
      @Parameter(description = Decision.BY) @QueryParam("by") String by,
      @Parameter(
              description = "The version that it must still point to; left out: any",
              schema = @Schema(type = SchemaType.INTEGER, minimum = "1"))
          @QueryParam("from")
          String from) {
    Integer still = Decisions.valid(() -> WholeNumber.of("from", from));
    Decision decision =
        Decisions.valid(
            () -> {
              Decision.requireFrom(still);
              return new Decision(reason, by);
            });
    String who = decisions.by(decision.by());
    AliasTrail trail = trail(decisions.upToDate(model), model, alias);
    Integer now = trail.now();
    if (now == null && !trail.removed()) {
      throw new NotFoundException("%s has no alias %s".formatted(model, alias));
    }
    return move(
        now,
        new AliasMoved(model, alias, still == null ? now : still, null, decision.reason(), who));
  }

  /** A name that no alias has can't be given to one by HTTP if it is no good one. */
  private static AliasTrail trail(Registry registry, String model, String alias) {
    if (!registry.aliases(model).containsKey(alias)) {
      Decisions.valid(() -> AliasName.require(alias));
    }
    return registry.trail(model, alias);
  }

  /**
   * @param now what the alias points to. Where it is so already, whatever {@code from} says,
   *     nothing happens that an audit would ask for: the request was sent again.
   */
  private AliasView move(Integer now, AliasMoved moved) {
    String model = moved.model();
    String alias = moved.alias();
    if (Objects.equals(now, moved.to())) {
      return view(model, alias, now);
    }
    decisions.decide(
        moved, () -> Objects.equals(decisions.known(model).trail(model, alias).now(), moved.to()));
    return view(model, alias, moved.from());
  }

  private AliasView view(String model, String alias, Integer from) {
    return AliasView.of(model, alias, from, decisions.known(model).trail(model, alias));
  }

  private static String text(Integer version) {
    return version == null ? "nothing" : "version " + version;
  }
}

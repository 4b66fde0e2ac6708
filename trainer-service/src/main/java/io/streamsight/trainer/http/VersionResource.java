package io.streamsight.trainer.http;

import io.smallrye.common.annotation.Blocking;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Proposal.VersionRetired;
import io.streamsight.contract.registry.Registry;
import io.streamsight.trainer.worker.ModelFiles;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** One version of a model. */
@Path("/models/{name}/versions/{version}")
@Blocking
@APIResponse(responseCode = "400", description = "A field or parameter is wrong or missing")
@APIResponse(responseCode = "404", description = "There is no such model or version")
public class VersionResource {
  /** Each reads a whole file, with a consumer of its own. */
  private final Limit reads = new Limit(4);

  private final Decisions decisions;
  private final ModelFiles files;

  VersionResource(Decisions decisions, ModelFiles files) {
    this.decisions = decisions;
    this.files = files;
  }

  @GET
  @Operation(summary = "Its model card: net, data, settings, metrics, the gate's verdict")
  @APIResponse(responseCode = "200", description = "The card")
  public VersionCard card(@PathParam("name") String name, @PathParam("version") String version) {
    return card(decisions.known(name), name, version);
  }

  @GET
  @Path("/file")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(summary = "Its ONNX file, which says all of this of itself")
  @APIResponse(responseCode = "200", description = "The file; ETag is its SHA-256")
  @APIResponse(responseCode = "304", description = "If-None-Match names this very file")
  @APIResponse(responseCode = "410", description = "The topic models no longer holds it")
  @APIResponse(responseCode = "429", description = "Too many files are read at once")
  @APIResponse(responseCode = "503", description = "The broker is away")
  public Response file(
      @PathParam("name") String name,
      @PathParam("version") String version,
      @Context Request request) {
    ModelVersion known = Decisions.version(decisions.known(name), name, version);
    EntityTag tag = new EntityTag(known.file().sha256());
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    if (unchanged != null) {
      return unchanged.build();
    }
    return Response.ok(reads.within(() -> files.read(known, () -> false)))
        .tag(tag)
        .header(
            "Content-Disposition",
            "attachment; filename=\"%s-%d.onnx\"".formatted(name, known.version()))
        .build();
  }

  @POST
  @Path("/retire")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Never serve it again",
      description = "It stays in the registry, its number is never given again. No way back.")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Decision.class)))
  @APIResponse(responseCode = "200", description = "It is retired, or was already")
  @APIResponse(responseCode = "409", description = "An alias points to it: move it first")
  @APIResponse(responseCode = "413", description = "The body is too long")
  @APIResponse(responseCode = "415", description = "The body is not application/json")
  @APIResponse(responseCode = "503", description = "The broker is away")
  public RetiredCard retire(
      @PathParam("name") String name, @PathParam("version") String version, byte[] bytes) {
    Decision decision = new JsonBody(bytes).as(Decision.class);
    String by = decisions.by(decision.by());
    Registry registry = decisions.upToDate(name);
    ModelVersion known = Decisions.version(registry, name, version);
    if (!known.retired()) {
      decisions.decide(
          new VersionRetired(name, known.version(), decision.reason(), by),
          () -> Decisions.version(registry, name, version).retired());
    }
    return new RetiredCard(!known.retired(), card(registry, name, version));
  }

  private static VersionCard card(Registry registry, String name, String version) {
    return VersionCard.of(Decisions.version(registry, name, version), registry);
  }
}

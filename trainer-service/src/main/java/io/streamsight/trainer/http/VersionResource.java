package io.streamsight.trainer.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.Blocking;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.registry.ModelVersion;
import io.streamsight.contract.registry.Proposal.VersionRetired;
import io.streamsight.trainer.worker.ModelFiles;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** One version of a model. */
@Path("/models/{name}/versions/{version}")
@Blocking
@APIResponse(responseCode = "404", description = "There is no such model or version")
public class VersionResource {
  private final ModelRegistry models;
  private final ModelFiles files;

  VersionResource(ModelRegistry models, ModelFiles files) {
    this.models = models;
    this.files = files;
  }

  @GET
  @Operation(summary = "Its model card: net, data, settings, metrics, the gate's verdict")
  @APIResponse(responseCode = "200", description = "The card")
  public VersionCard card(@PathParam("name") String name, @PathParam("version") int version) {
    return card(models.version(name, version));
  }

  @GET
  @Path("/file")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(summary = "Its ONNX file, which says all of this of itself")
  @APIResponse(responseCode = "200", description = "The file; ETag is its SHA-256")
  @APIResponse(responseCode = "410", description = "The topic models no longer holds it")
  public RestResponse<byte[]> file(
      @PathParam("name") String name, @PathParam("version") int version) {
    ModelVersion known = models.version(name, version);
    return RestResponse.ResponseBuilder.ok(files.read(known, () -> false))
        .tag(known.file().sha256())
        .header(
            "Content-Disposition", "attachment; filename=\"%s-%d.onnx\"".formatted(name, version))
        .build();
  }

  @POST
  @Path("/retire")
  @Operation(
      summary = "Never serve it again",
      description = "It stays in the registry, its number is never given again. No way back.")
  @APIResponse(responseCode = "200", description = "It is retired, or was already")
  @APIResponse(responseCode = "400", description = "A field is wrong or missing")
  @APIResponse(responseCode = "409", description = "An alias points to it: move it first")
  public VersionCard retire(
      @PathParam("name") String name,
      @PathParam("version") int version,
      @RequestBody(content = @Content(schema = @Schema(implementation = Decision.class)))
          JsonNode body) {
    Decision decision = Json.readStrictly(body, Decision.class);
    if (!models.version(name, version).retired()) {
      models.decide(new VersionRetired(name, version, decision.reason(), decision.by()));
    }
    return card(models.version(name, version));
  }

  private VersionCard card(ModelVersion version) {
    return VersionCard.of(version, models.of(version.model()));
  }
}

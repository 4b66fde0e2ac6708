package io.streamsight.inference.http.v2;

import io.streamsight.inference.http.HeldModels;
import io.streamsight.inference.model.ServedModel;
import io.streamsight.service.AnyQuery;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What a model is, by the Open Inference Protocol. */
@AnyQuery
@Path("/v2/models/{name}")
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {
  /** Its absence is an error with the reason. */
  public record Readiness(String name, boolean ready) {}

  private final HeldModels models;

  ModelResource(HeldModels models) {
    this.models = models;
  }

  @GET
  @Operation(summary = "Open Inference Protocol: inputs and outputs of a model")
  @APIResponse(responseCode = "200", description = "As it is served now")
  @APIResponse(responseCode = "404", description = "No model of that name has a champion")
  @APIResponse(responseCode = "503", description = "It is not served yet: see Retry-After")
  public ModelDescription description(@PathParam("name") String name) {
    return versionDescription(name, null);
  }

  @GET
  @Path("/versions/{version}")
  @Operation(summary = "Open Inference Protocol: inputs and outputs of a version")
  @APIResponse(responseCode = "200", description = "It is the one that is served now")
  @APIResponse(responseCode = "404", description = "Not the version that is served now")
  @APIResponse(responseCode = "503", description = "It is not served yet: see Retry-After")
  public ModelDescription versionDescription(
      @PathParam("name") String name, @PathParam("version") String version) {
    ServedModel model = models.take(name, version);
    try {
      return ModelDescription.of(model);
    } finally {
      model.release();
    }
  }

  @GET
  @Path("/ready")
  @Operation(summary = "Open Inference Protocol: whether a model answers")
  @APIResponse(responseCode = "200", description = "It does")
  @APIResponse(responseCode = "404", description = "No model of that name has a champion")
  @APIResponse(responseCode = "503", description = "Not yet: see Retry-After")
  public Readiness ready(@PathParam("name") String name) {
    return versionReady(name, null);
  }

  @GET
  @Path("/versions/{version}/ready")
  @Operation(summary = "Open Inference Protocol: whether a version answers")
  @APIResponse(responseCode = "200", description = "It does")
  @APIResponse(responseCode = "404", description = "Not the version that is served now")
  @APIResponse(responseCode = "503", description = "Not yet: see Retry-After")
  public Readiness versionReady(
      @PathParam("name") String name, @PathParam("version") String version) {
    models.take(name, version).release();
    return new Readiness(name, true);
  }
}

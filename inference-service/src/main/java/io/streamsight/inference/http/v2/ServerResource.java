package io.streamsight.inference.http.v2;

import io.streamsight.inference.model.Models;
import io.streamsight.service.AnyQuery;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The server itself, by the Open Inference Protocol. */
@AnyQuery
@Path("/v2")
@Produces(MediaType.APPLICATION_JSON)
public class ServerResource {
  /**
   * @param extensions of the protocol: none
   */
  public record Server(String name, String version, List<String> extensions) {}

  /** The protocol says "live" in the answers of both probes. */
  public record Health(boolean live, boolean ready) {}

  private final Models models;
  private final String version;

  ServerResource(
      Models models, @ConfigProperty(name = "quarkus.application.version") String version) {
    this.models = models;
    this.version = version;
  }

  @GET
  @Operation(summary = "Open Inference Protocol: name and release of this server")
  public Server server() {
    return new Server("streamsight", version, List.of());
  }

  @GET
  @Path("/health/live")
  @Operation(
      summary = "Open Inference Protocol: whether requests over HTTP are heard",
      description = "Whether the stream runs too is what /q/health/live says.")
  public Health live() {
    return new Health(true, models.serving());
  }

  @GET
  @Path("/health/ready")
  @Operation(summary = "Open Inference Protocol: whether a model answers")
  @APIResponseSchema(value = Health.class, responseCode = "200", responseDescription = "One does")
  @APIResponse(responseCode = "503", description = "None does yet")
  public Response ready() {
    boolean ready = models.serving();
    return Response.status(ready ? 200 : 503).entity(new Health(true, ready)).build();
  }
}

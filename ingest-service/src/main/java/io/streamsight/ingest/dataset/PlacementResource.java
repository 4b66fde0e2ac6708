package io.streamsight.ingest.dataset;

import io.smallrye.common.annotation.Blocking;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.event.Json;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/** Single images of a data set, and their correction. */
@Path("/datasets/{name}/images/{id: .+}")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class PlacementResource {
  /** A split and a label, however they are written: far more than enough. */
  private static final int MAX_BODY_BYTES = 64 << 10;

  private final DatasetView view;
  private final Corrections corrections;

  PlacementResource(DatasetView view, Corrections corrections) {
    this.view = view;
    this.corrections = corrections;
  }

  @GET
  @Operation(summary = "An image's place in a data set, and what the index says of it")
  @APIResponse(responseCode = "200", description = "Its place, or that it was withdrawn")
  @APIResponse(responseCode = "404", description = "It never had a place in the data set")
  public ImageReport get(@RestPath String name, @RestPath String id) {
    view.requireReady();
    SplitAssignment place =
        view.assignment(name, id)
            .orElseThrow(
                () ->
                    new StreamsightException(
                        Reason.IMAGE_UNKNOWN,
                        "Image '%s' was never in data set '%s'".formatted(id, name)));
    return new ImageReport(
        name, id, place.split(), place.label(), place.withdrawn(), view.image(id).orElse(null));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Puts an image into a data set",
      description =
          "Whatever place it had. The image itself may come later. The answer comes when the"
              + " broker has the record and this service's data sets show it.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Place.class)))
  @APIResponse(responseCode = "200", description = "In the log at this position")
  @APIResponse(
      responseCode = "400",
      description = "Data set, id, split or label is malformed, or a field not known")
  @APIResponse(responseCode = "413", description = "More than 64 KiB")
  @APIResponse(responseCode = "503", description = "The broker is away")
  public Correction assign(@RestPath String name, @RestPath String id, InputStream place)
      throws IOException {
    return corrections.assign(name, id, read(place));
  }

  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Relabels an image, or moves it to another split",
      description =
          "What is not given stays as it is. Both bring an image back that was withdrawn.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Place.class)))
  @APIResponse(responseCode = "200", description = "In the log at this position")
  @APIResponse(
      responseCode = "400",
      description = "Split or label is malformed, none is given, or a field not known")
  @APIResponse(
      responseCode = "404",
      description =
          "The image never was in the data set, or was withdrawn and one of both is missing")
  @APIResponse(responseCode = "413", description = "More than 64 KiB")
  @APIResponse(responseCode = "503", description = "The broker is away")
  public Correction change(@RestPath String name, @RestPath String id, InputStream place)
      throws IOException {
    return corrections.change(name, id, read(place));
  }

  @DELETE
  @Operation(
      summary = "Withdraws an image from a data set",
      description = "Its bytes stay, and so does its place in other data sets.")
  @APIResponse(
      responseCode = "200",
      description = "In the log at this position; without one, it was withdrawn before")
  @APIResponse(responseCode = "404", description = "The image never was in the data set")
  @APIResponse(responseCode = "503", description = "The broker is away")
  public Correction withdraw(@RestPath String name, @RestPath String id) {
    return corrections.withdraw(name, id);
  }

  /** The service as a whole takes bodies of any size: archives are. */
  private static Place read(InputStream body) throws IOException {
    byte[] place = body.readNBytes(MAX_BODY_BYTES + 1);
    if (place.length > MAX_BODY_BYTES) {
      throw new WebApplicationException(
          "A place has at most %d bytes".formatted(MAX_BODY_BYTES),
          Response.Status.REQUEST_ENTITY_TOO_LARGE);
    }
    return Json.readStrictly(place, Place.class);
  }
}

package io.streamsight.ingest.dataset;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/** Erasing an image altogether. */
@Path("/images")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class ErasureResource {
  private final Eraser eraser;

  ErasureResource(Eraser eraser) {
    this.eraser = eraser;
  }

  @DELETE
  @Path("/{id: .+}")
  @Operation(
      summary = "Erases an image",
      description =
          "Writes a tombstone into every partition that ever held the image (where the indexer is"
              + " behind: into every partition), and withdraws it from every data set. Its bytes leave the log with compaction, after 7 days at most.")
  @APIResponse(
      responseCode = "200",
      description = "On the log; indexed tells whether the index says so already")
  @APIResponse(
      responseCode = "404",
      description = "The index is up to date and never saw the image")
  @APIResponse(responseCode = "503", description = "The broker is away")
  public Erasure erase(@RestPath String id) {
    return eraser.erase(id);
  }
}

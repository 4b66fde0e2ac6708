package io.streamsight.ingest.imports;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.streamsight.ingest.publish.ImageResult;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Several images in one request, for clients that want an answer for each and no job. */
@Path("/images")
public class ManyImagesResource {
  private final Imports imports;

  ManyImagesResource(Imports imports) {
    this.imports = imports;
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Produces(ImportResource.NDJSON)
  @RestStreamElementType(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      summary = "Publishes several images",
      description =
          "The body is multipart/form-data, or a tar, tar.gz or zip, read as it arrives; parameters"
              + " are those of PUT /imports/{id}; like an import it first waits until the index has what"
              + " was published before. The answer has a line of JSON for each image, with"
              + " its position on the log or the problem that it was refused for.")
  @APIResponse(responseCode = "200", description = "A line for each image, refused ones too")
  @APIResponse(responseCode = "400", description = "Parameters contradict each other")
  @APIResponse(responseCode = "422", description = "No archive, or one that breaks off")
  @APIResponse(responseCode = "503", description = "The broker is away, or too many imports run")
  public Multi<ImageResult> publish(
      @BeanParam ImportParameters parameters,
      @RestHeader("Content-Type") String contentType,
      InputStream body) {
    ImportJob job = imports.begin(UUID.randomUUID().toString(), ImportOptions.of(parameters));
    imports.run(job, contentType, body);
    return ImportResource.lines(job, null).onTermination().invoke(() -> imports.forget(job));
  }
}

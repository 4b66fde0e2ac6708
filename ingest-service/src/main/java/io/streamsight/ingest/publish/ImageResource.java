package io.streamsight.ingest.publish;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.ingest.dataset.DatasetView;
import io.streamsight.ingest.kafka.LogWriter;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Publishing one image over HTTP. */
@Path("/images")
public class ImageResource {
  private final Publisher publisher;
  private final LogWriter log;
  private final Admission admission;
  private final DatasetView view;

  ImageResource(
      Publisher publisher,
      @Identifier("publisher") LogWriter log,
      Admission admission,
      DatasetView view) {
    this.publisher = publisher;
    this.log = log;
    this.admission = admission;
    this.view = view;
  }

  @PUT
  @Path("/{id: .+}")
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_JSON)
  @Blocking
  @Operation(
      summary = "Publishes one JPEG or PNG",
      description =
          "The body is the encoded image, its format told by content. dataset, split and label"
              + " come together and place the image in a data set; without them it is published"
              + " alone. The answer comes when the broker has all of it. The same image once more"
              + " changes nothing.")
  @APIResponse(responseCode = "200", description = "The log had just these bytes under this id")
  @APIResponse(responseCode = "201", description = "On the log, at this position")
  @APIResponse(responseCode = "400", description = "The id or the placement is malformed")
  @APIResponse(
      responseCode = "409",
      description = "Other bytes have this id, or it was erased: replace=true wins over both")
  @APIResponse(responseCode = "413", description = "Larger than streamsight.max-image-bytes")
  @APIResponse(responseCode = "422", description = "Not an intact image; the type names the reason")
  @APIResponse(responseCode = "503", description = "The broker is away or too much is in flight")
  public Response publish(
      @RestPath String id,
      @RestQuery String dataset,
      @RestQuery String split,
      @RestQuery String label,
      @RestQuery boolean replace,
      @RestQuery Integer maxSide,
      InputStream body)
      throws IOException {
    // Before it knows what is there, other bytes and erased images would pass.
    view.requireReady();
    SplitAssignment assignment = assignment(dataset, split, label);
    int largest = admission.largest(maxSide != null);
    byte[] image = body.readNBytes(largest + 1);
    if (image.length > largest) {
      throw new StreamsightException(
          Reason.IMAGE_TOO_LARGE, "more than %d bytes, which is the limit".formatted(largest));
    }
    Function<String, SplitAssignment> placement =
        assignment == null ? null : fileHash -> assignment;
    try {
      Upload upload = new Upload(null, id, image, dataset, placement, maxSide, replace, false);
      return answer(LogWriter.acknowledged(publisher.publish(upload, log)));
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, e.getMessage(), e);
    }
  }

  private static Response answer(ImageResult result) {
    if (result.problem() != null) {
      return result.problem().answer().build();
    }
    int status = result.status() == ImageResult.Status.PUBLISHED ? 201 : 200;
    return Response.status(status).entity(result).build();
  }

  /** Null for an image that belongs to no data set. */
  private static SplitAssignment assignment(String dataset, String split, String label) {
    long given = Stream.of(dataset, split, label).filter(p -> p != null).count();
    if (given == 0) {
      return null;
    }
    if (given < 3) {
      throw new StreamsightException(
          Reason.EVENT_INVALID,
          "dataset=%s, split=%s, label=%s: give all three or none"
              .formatted(dataset, split, label));
    }
    try {
      SplitKey.requireName(dataset);
      return SplitAssignment.of(Split.of(split), label);
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, e.getMessage(), e);
    }
  }
}

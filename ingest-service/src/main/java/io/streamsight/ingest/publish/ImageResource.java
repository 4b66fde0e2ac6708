package io.streamsight.ingest.publish;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.ingest.publish.Publisher.Placement;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Publishing over HTTP. */
@Path("/images")
public class ImageResource {
  private final Publisher publisher;

  ImageResource(Publisher publisher) {
    this.publisher = publisher;
  }

  @PUT
  @Path("/{id: .+}")
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_JSON)
  @ResponseStatus(201)
  @Operation(
      summary = "Publishes one JPEG or PNG",
      description =
          "The body is the encoded image, its format told by content. dataset, split and label"
              + " come together and place the image in a data set; without them it is published"
              + " alone. The answer comes when the broker has all of it.")
  @APIResponse(responseCode = "201", description = "On the log, at this position")
  @APIResponse(responseCode = "400", description = "The id or the placement is malformed")
  @APIResponse(responseCode = "413", description = "Larger than streamsight.max-image-bytes")
  @APIResponse(responseCode = "422", description = "Not an intact image; the type names the reason")
  @APIResponse(responseCode = "503", description = "The broker is away or too much is in flight")
  public Published publish(
      @RestPath String id,
      @RestQuery String dataset,
      @RestQuery String split,
      @RestQuery String label,
      byte[] image) {
    return publisher.publish(id, image, placement(dataset, split, label));
  }

  private static Optional<Placement> placement(String dataset, String split, String label) {
    long given = Stream.of(dataset, split, label).filter(p -> p != null).count();
    if (given == 0) {
      return Optional.empty();
    }
    if (given < 3) {
      throw new StreamsightException(
          Reason.EVENT_INVALID,
          "dataset=%s, split=%s, label=%s: give all three or none"
              .formatted(dataset, split, label));
    }
    try {
      return Optional.of(
          new Placement(SplitKey.requireName(dataset), SplitAssignment.of(Split.of(split), label)));
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, e.getMessage(), e);
    }
  }
}

package io.streamsight.trainer.http;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Summary;
import io.streamsight.trainer.net.Topology;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The nets that there are. */
@Path("/architectures")
public class ArchitecturesResource {
  @GET
  @Operation(summary = "All architectures and their usual size")
  public List<ArchitectureView.Known> architectures() {
    return Arrays.stream(Topology.values()).map(ArchitectureView.Known::of).toList();
  }

  @GET
  @Path("/{name}")
  @Operation(summary = "One architecture, layer by layer: output shapes, parameters, connections")
  public ArchitectureView architecture(
      @PathParam("name") String name,
      @Parameter(
              description = "Height and width of the input, pixels. Absent: the architecture's own",
              schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("size")
          String size,
      @Parameter(
              description = "Two share one unit. Absent: 2",
              schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("classes")
          String classes,
      @Parameter(
              description = "Filters of the first block. Absent: the architecture's own",
              schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("width")
          String width,
      @Parameter(
              description = "Absent: the architecture's own",
              schema = @Schema(type = SchemaType.INTEGER))
          @QueryParam("blocks")
          String blocks) {
    Topology topology = named(name);
    try {
      return ArchitectureView.of(
          Summary.of(
              new Architecture(
                  name,
                  number("size", size, topology.imageSize()),
                  number("classes", classes, 2),
                  number("width", width, topology.width()),
                  number("blocks", blocks, topology.blocks()))));
    } catch (IllegalArgumentException e) {
      throw new StreamsightException(Reason.EVENT_INVALID, e.getMessage(), e);
    }
  }

  private static Topology named(String name) {
    try {
      return Topology.named(name);
    } catch (IllegalArgumentException e) {
      throw new NotFoundException(e.getMessage(), e);
    }
  }

  private static int number(String name, String text, int absent) {
    Integer number = WholeNumber.of(name, text);
    return number == null ? absent : number;
  }
}

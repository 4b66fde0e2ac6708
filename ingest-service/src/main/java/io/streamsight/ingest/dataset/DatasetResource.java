package io.streamsight.ingest.dataset;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/** The data sets, as the log has them now. */
@Path("/datasets")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class DatasetResource {
  private final DatasetView view;

  DatasetResource(DatasetView view) {
    this.view = view;
  }

  @GET
  @Operation(summary = "All data sets in numbers")
  public List<DatasetSummary> all() {
    return view.all().stream().map(DatasetSummary::of).toList();
  }

  @GET
  @Path("/{name}")
  @Operation(summary = "One data set in numbers")
  @APIResponse(responseCode = "200", description = "Images by split and label")
  @APIResponse(responseCode = "404", description = "No image was ever assigned to it")
  public DatasetSummary one(@RestPath String name) {
    return DatasetSummary.of(view.dataset(name));
  }
}

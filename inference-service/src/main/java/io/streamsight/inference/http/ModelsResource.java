package io.streamsight.inference.http;

import io.streamsight.inference.model.Models;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What is served right now. */
@Path("/models")
public class ModelsResource {
  private final Models models;

  ModelsResource(Models models) {
    this.models = models;
  }

  @GET
  @Operation(summary = "The models that answer right now")
  public List<ServedModelView> served() {
    return models.served().stream().map(ServedModelView::of).toList();
  }
}

package io.streamsight.trainer.http;

import io.streamsight.contract.registry.Registry;
import io.streamsight.trainer.registry.RegistryLog;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Models: their versions and aliases. */
@Path("/models")
public class ModelsResource {
  private final RegistryLog log;

  ModelsResource(RegistryLog log) {
    this.log = log;
  }

  @GET
  @Operation(summary = "All models")
  public List<ModelView> models() {
    return log.registry().models().stream().map(this::view).toList();
  }

  @GET
  @Path("/{name}")
  @Operation(summary = "One model: aliases and versions, oldest first")
  public ModelView model(@PathParam("name") String name) {
    if (!log.registry().models().contains(name)) {
      throw new NotFoundException("There is no model " + name);
    }
    return view(name);
  }

  private ModelView view(String name) {
    Registry registry = log.registry();
    return new ModelView(
        name,
        registry.aliases(name),
        registry.versions(name).stream().map(ModelView.VersionView::of).toList());
  }
}

package io.streamsight.trainer.http;

import io.smallrye.common.annotation.Blocking;
import io.streamsight.contract.registry.Registry;
import io.streamsight.trainer.registry.RegistryLog;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Models: their versions and aliases. */
@Path("/models")
@Blocking
public class ModelsResource {
  private final RegistryLog log;
  private final ModelRegistry models;

  ModelsResource(RegistryLog log, ModelRegistry models) {
    this.log = log;
    this.models = models;
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
    models.of(name);
    return view(name);
  }

  @GET
  @Path("/{name}/history")
  @Operation(
      summary = "All that was ever decided about a model, oldest first",
      description = "What was proposed and not accepted too, with the reason.")
  public List<HistoryView> history(@PathParam("name") String name) {
    Registry registry = models.of(name);
    return registry.history(name).stream().map(entry -> HistoryView.of(entry, registry)).toList();
  }

  private ModelView view(String name) {
    Registry registry = log.registry();
    return new ModelView(
        name,
        registry.aliases(name),
        registry.versions(name).stream().map(ModelView.VersionView::of).toList());
  }
}

package io.streamsight.trainer.http;

import io.streamsight.contract.registry.Registry;
import io.streamsight.trainer.registry.RegistryLog;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Models: their versions and aliases. */
@Path("/models")
public class ModelsResource {
  private final RegistryLog log;
  private final Decisions decisions;

  ModelsResource(RegistryLog log, Decisions decisions) {
    this.log = log;
    this.decisions = decisions;
  }

  @GET
  @Operation(summary = "All models")
  public List<ModelView> models() {
    return log.registry().models().stream().map(this::view).toList();
  }

  @GET
  @Path("/{name}")
  @Operation(summary = "One model: aliases and versions, oldest first")
  @APIResponse(responseCode = "200", description = "The model")
  @APIResponse(responseCode = "404", description = "There is no model of that name")
  public ModelView model(@PathParam("name") String name) {
    decisions.known(name);
    return view(name);
  }

  @GET
  @Path("/{name}/history")
  @Operation(
      summary = "All that was ever decided about a model, oldest first",
      description = "What was proposed and not accepted too, with the reason.")
  @APIResponse(responseCode = "200", description = "The records of the registry, in order")
  @APIResponse(responseCode = "404", description = "There are none")
  public List<HistoryView> history(@PathParam("name") String name) {
    Registry registry = log.registry();
    List<Registry.Entry> entries = registry.history(name);
    if (entries.isEmpty()) {
      throw new NotFoundException("Nothing was ever decided about a model " + name);
    }
    return entries.stream().map(entry -> HistoryView.of(entry, registry)).toList();
  }

  private ModelView view(String name) {
    Registry registry = log.registry();
    return new ModelView(
        name,
        registry.aliases(name),
        registry.versions(name).stream()
            .map(version -> ModelView.VersionView.of(version, registry))
            .toList());
  }
}

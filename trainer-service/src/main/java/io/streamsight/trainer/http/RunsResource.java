package io.streamsight.trainer.http;

import io.smallrye.common.annotation.Blocking;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.registry.Proposal.RunCancelled;
import io.streamsight.contract.registry.Proposal.RunRequested;
import io.streamsight.contract.registry.Run;
import io.streamsight.contract.run.LeaseFold;
import io.streamsight.contract.run.TrainingEvent;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.service.Caller;
import io.streamsight.trainer.registry.RegistryLog;
import io.streamsight.trainer.registry.RunProgress;
import io.streamsight.trainer.worker.Leases;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** Runs: ask for one, follow it. */
@Path("/runs")
@Blocking
public class RunsResource {
  private static final String BY =
      "Who asks, for the history; left out: the token's owner, else http";

  private final RegistryLog registry;
  private final RunProgress progress;
  private final Leases leases;
  private final Caller caller;

  RunsResource(RegistryLog registry, RunProgress progress, Leases leases, Caller caller) {
    this.registry = registry;
    this.progress = progress;
    this.leases = leases;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Queue a run; a worker takes it when one is free")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TrainingRequest.class)))
  @APIResponse(responseCode = "202", description = "The run is queued: its id")
  @APIResponse(responseCode = "400", description = "No run can be so: the field, and what may be")
  @APIResponse(
      responseCode = "409",
      description = "The version that it names is not there, is retired, or is not understood")
  public RestResponse<Map<String, String>> request(
      @Parameter(description = BY) @QueryParam("by") String by, byte[] bytes) {
    TrainingRequest asked = new JsonBody(bytes).as(TrainingRequest.class);
    String requester = by(by);
    TrainingRequest request = registry.resolve(asked).request();
    String runId = UUID.randomUUID().toString().substring(0, 12).replace("-", "");
    registry.propose(new RunRequested(request.model(), runId, request, requester));
    return RestResponse.ResponseBuilder.<Map<String, String>>accepted()
        .entity(Map.of("runId", runId))
        .location(URI.create("/runs/" + runId))
        .build();
  }

  @GET
  @Operation(summary = "All runs, oldest first")
  public List<RunView> runs() {
    return registry.registry().runs().stream().map(this::view).toList();
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One run: its state and how far it is")
  public RunView run(@PathParam("id") String id) {
    return view(known(id));
  }

  @GET
  @Path("/{id}/epochs")
  @Operation(summary = "The finished epochs of a run, in order")
  public List<TrainingEvent> epochs(@PathParam("id") String id) {
    return progress.of(known(id).runId()).epochs();
  }

  @DELETE
  @Path("/{id}")
  @Operation(
      summary = "Cancel a run",
      description =
          "It is cancelled at once; who works on it stops after the current step. Again on a"
              + " cancelled run: the same answer.")
  @APIResponse(responseCode = "202", description = "The run is cancelled")
  @APIResponse(responseCode = "404", description = "There is no such run")
  @APIResponse(responseCode = "409", description = "It has succeeded or failed already")
  public RestResponse<RunView> cancel(
      @PathParam("id") String id, @Parameter(description = BY) @QueryParam("by") String by) {
    Run run = known(id);
    registry.propose(new RunCancelled(run.model(), id, by(by)));
    Run after = known(id);
    if (after.state() != Run.State.CANCELLED) {
      throw new StreamsightException(
          Reason.RUN_ENDED,
          "Run %s has %s already".formatted(id, after.state().name().toLowerCase(Locale.ROOT)));
    }
    return RestResponse.ResponseBuilder.<RunView>accepted().entity(view(after)).build();
  }

  private String by(String given) {
    String by = caller.by(given);
    return by == null ? "http" : Decisions.valid(() -> Decision.requireBy(by));
  }

  private Run known(String id) {
    return registry
        .registry()
        .run(id)
        .orElseThrow(() -> new NotFoundException("There is no run " + id));
  }

  private RunView view(Run run) {
    return RunView.of(
        run,
        leases.holder(run.runId()).map(LeaseFold.Holder::worker).orElse(null),
        progress.of(run.runId()));
  }
}

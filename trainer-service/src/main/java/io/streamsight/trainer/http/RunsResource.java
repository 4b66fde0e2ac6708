package io.streamsight.trainer.http;

import io.smallrye.common.annotation.Blocking;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.registry.Proposal.RunRequested;
import io.streamsight.contract.registry.Run;
import io.streamsight.contract.run.TrainingEvent;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.trainer.registry.RegistryLog;
import io.streamsight.trainer.registry.RequestDefaults;
import io.streamsight.trainer.registry.RunProgress;
import io.streamsight.trainer.worker.Leases;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;

/** Runs: ask for one, follow it. */
@Path("/runs")
@Blocking
public class RunsResource {
  private final RegistryLog registry;
  private final RunProgress progress;
  private final Leases leases;

  RunsResource(RegistryLog registry, RunProgress progress, Leases leases) {
    this.registry = registry;
    this.progress = progress;
    this.leases = leases;
  }

  @POST
  @Operation(summary = "Queue a run; a worker takes it when one is free")
  public RestResponse<Map<String, String>> request(TrainingRequest request) {
    if (request == null) {
      throw new StreamsightException(
          Reason.EVENT_MALFORMED, "The body is empty: {\"model\":...,\"dataset\":...} is expected");
    }
    RequestDefaults.check(request);
    String runId = UUID.randomUUID().toString().substring(0, 12).replace("-", "");
    registry.propose(new RunRequested(request.model(), runId, request, "http"));
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
    return view(
        registry
            .registry()
            .run(id)
            .orElseThrow(() -> new NotFoundException("There is no run " + id)));
  }

  @GET
  @Path("/{id}/epochs")
  @Operation(summary = "The finished epochs of a run, in order")
  public List<TrainingEvent> epochs(@PathParam("id") String id) {
    return progress.epochs(id);
  }

  private RunView view(Run run) {
    return RunView.of(
        run, leases.holder(run.runId()).isPresent(), progress.latest(run.runId()).orElse(null));
  }
}

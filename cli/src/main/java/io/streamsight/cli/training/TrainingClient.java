package io.streamsight.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.streamsight.cli.CommandFailedException;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.Query;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.run.TrainingRequest;
import java.util.List;

/**
 * The runs of the trainer service, over HTTP. Safe for use by several threads.
 *
 * <p>Every method throws {@link CommandFailedException} with one line when the service can't be
 * reached or refuses, and {@link InterruptedException} when interrupted.
 */
public final class TrainingClient {
  private static final String RUNS = "runs";

  private final HttpService trainer;

  public TrainingClient(HttpService trainer) {
    this.trainer = trainer;
  }

  /**
   * Requests a run.
   *
   * @param by who asks
   * @return its id
   */
  public String request(TrainingRequest request, String by) throws InterruptedException {
    Query query = Query.of(RUNS).with("by", by);
    return trainer.send("POST", query, request, JsonNode.class).path("runId").asText();
  }

  /** All runs as the service tells them, oldest first. */
  public JsonNode runs() throws InterruptedException {
    return trainer.get(Query.of(RUNS), JsonNode.class);
  }

  public RunStatus run(String runId) throws InterruptedException {
    return trainer.get(Query.of(RUNS, runId), RunStatus.class);
  }

  /** The finished epochs, in order. */
  public List<EpochResult> epochs(String runId) throws InterruptedException {
    return List.of(Json.MAPPER.convertValue(epochsAsTold(runId), EpochResult[].class));
  }

  /**
   * All that the service tells of a run, its {@code finishedEpochs} too: what {@code --json}
   * prints.
   */
  public ObjectNode document(String runId) throws InterruptedException {
    ObjectNode run = trainer.get(Query.of(RUNS, runId), ObjectNode.class);
    run.set("finishedEpochs", epochsAsTold(runId));
    return run;
  }

  /**
   * Asks for the run's end. A running one stops after the step that it is at.
   *
   * @param by who asks
   * @return the run as the service tells it
   */
  public JsonNode cancel(String runId, String by) throws InterruptedException {
    return trainer.send("DELETE", Query.of(RUNS, runId).with("by", by), null, JsonNode.class);
  }

  private JsonNode epochsAsTold(String runId) throws InterruptedException {
    return trainer.get(Query.of(RUNS, runId, "epochs"), JsonNode.class);
  }
}

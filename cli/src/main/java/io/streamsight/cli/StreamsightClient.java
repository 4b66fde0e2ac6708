package io.streamsight.cli;

import io.streamsight.cli.dataset.DatasetReport;
import io.streamsight.cli.training.TrainingClient;
import io.streamsight.contract.classification.Classification;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;

/**
 * What the services do, one method each. Safe for use by several threads.
 *
 * <p>Every method throws {@link CommandFailedException} with one line when the service can't be
 * reached or refuses, and {@link InterruptedException} when interrupted.
 */
public final class StreamsightClient {
  private final HttpService ingest;
  private final HttpService trainer;
  private final HttpService inference;

  /** Of services that don't ask for a token. */
  public StreamsightClient(ServiceUrls urls) {
    this(urls, Token.NONE);
  }

  public StreamsightClient(ServiceUrls urls, Token token) {
    HttpClient http = HttpService.newClient();
    this.ingest = new HttpService(http, "ingest", urls.ingest(), token);
    this.trainer = new HttpService(http, "trainer", urls.trainer(), token);
    this.inference = new HttpService(http, "inference", urls.inference(), token);
  }

  /** Publishes an encoded image and gives it its place in a data set. */
  public PublishedImage publish(
      String imageId, String dataset, String split, String label, byte[] image)
      throws InterruptedException {
    Query query =
        Query.of("images", imageId)
            .with("dataset", dataset)
            .with("split", split)
            .with("label", label);
    return ingest.send(binary(ingest, query, "PUT", image), PublishedImage.class);
  }

  public DatasetReport dataset(String name) throws InterruptedException {
    return ingest.get(Query.of("datasets", name), DatasetReport.class);
  }

  /** Runs of the trainer service: ask for one, follow it, cancel it. */
  public TrainingClient training() {
    return new TrainingClient(trainer);
  }

  public List<ModelSummary> models() throws InterruptedException {
    return List.of(trainer.get(Query.of("models"), ModelSummary[].class));
  }

  public ModelSummary model(String name) throws InterruptedException {
    return trainer.get(Query.of("models", name), ModelSummary.class);
  }

  /** What the inference service serves right now: empty before the first model. */
  public List<ServedModel> served() throws InterruptedException {
    return List.of(inference.get(Query.of("models"), ServedModel[].class));
  }

  public Classification classify(byte[] image) throws InterruptedException {
    return inference.send(
        binary(inference, Query.of("classify"), "POST", image), Classification.class);
  }

  private static HttpRequest.Builder binary(
      HttpService service, Query query, String method, byte[] body) {
    return service
        .request(query)
        .header("Content-Type", "application/octet-stream")
        .method(method, BodyPublishers.ofByteArray(body));
  }
}

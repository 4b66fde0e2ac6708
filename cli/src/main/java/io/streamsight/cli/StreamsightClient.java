package io.streamsight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.run.TrainingRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The services' HTTP surface. Safe for use by several threads.
 *
 * <p>Every method throws {@link CommandFailedException} with one line when the service can't be
 * reached or refuses, and {@link InterruptedException} when interrupted.
 */
public final class StreamsightClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final ServiceUrls urls;

  public StreamsightClient(ServiceUrls urls) {
    this.urls = urls;
  }

  /** Publishes an encoded image and gives it its place in a data set. */
  public PublishedImage publish(
      String imageId, String dataset, String split, String label, byte[] image)
      throws InterruptedException {
    String path =
        "/images/%s?dataset=%s&split=%s&label=%s"
            .formatted(encode(imageId), encode(dataset), encode(split), encode(label));
    var request = request(urls.ingest(), path, "application/octet-stream");
    return send("ingest", request.method("PUT", bytes(image)), PublishedImage.class);
  }

  public DatasetSummary dataset(String name) throws InterruptedException {
    return get("ingest", urls.ingest(), "/datasets/" + encode(name), DatasetSummary.class);
  }

  /**
   * Requests a run.
   *
   * @return its id
   */
  public String train(TrainingRequest request) throws InterruptedException {
    var post = request(urls.trainer(), "/runs", "application/json");
    return send("trainer", post.POST(bytes(Json.write(request))), JsonNode.class)
        .path("runId")
        .asText();
  }

  public List<RunStatus> runs() throws InterruptedException {
    return List.of(get("trainer", urls.trainer(), "/runs", RunStatus[].class));
  }

  public RunStatus run(String runId) throws InterruptedException {
    return get("trainer", urls.trainer(), "/runs/" + encode(runId), RunStatus.class);
  }

  public List<ModelSummary> models() throws InterruptedException {
    return List.of(get("trainer", urls.trainer(), "/models", ModelSummary[].class));
  }

  public ModelSummary model(String name) throws InterruptedException {
    return get("trainer", urls.trainer(), "/models/" + encode(name), ModelSummary.class);
  }

  /** What the inference service serves right now: empty before the first model. */
  public List<ServedModel> served() throws InterruptedException {
    return List.of(get("inference", urls.inference(), "/models", ServedModel[].class));
  }

  public Classification classify(byte[] image) throws InterruptedException {
    var request = request(urls.inference(), "/classify", "application/octet-stream");
    return send("inference", request.POST(bytes(image)), Classification.class);
  }

  private <T> T get(String service, URI base, String path, Class<T> type)
      throws InterruptedException {
    return send(service, request(base, path, null).GET(), type);
  }

  private static HttpRequest.Builder request(URI base, String path, String contentType) {
    String root = base.toString().replaceAll("/+$", "");
    var request = HttpRequest.newBuilder(URI.create(root + path)).timeout(ANSWER_TIMEOUT);
    request.header("Accept", "application/json, application/problem+json");
    return contentType == null ? request : request.header("Content-Type", contentType);
  }

  private <T> T send(String service, HttpRequest.Builder builder, Class<T> type)
      throws InterruptedException {
    HttpRequest request = builder.build();
    HttpResponse<byte[]> response;
    try {
      response = http.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new CommandFailedException(
          "The %s service does not answer at %s (%s). Start the system with ./streamsight up, or name the service with --%s-url."
              .formatted(service, origin(request.uri()), cause(e), service),
          e);
    }
    if (response.statusCode() / 100 != 2) {
      throw new RefusedException(refusal(service, request, response), response.statusCode());
    }
    try {
      return Json.MAPPER.readValue(response.body(), type);
    } catch (IOException e) {
      throw new CommandFailedException(
          "The %s service answers %s %s with what this version can't read: %s"
              .formatted(service, request.method(), request.uri().getPath(), e.getMessage()),
          e);
    }
  }

  /** The problem of RFC 9457 that the service tells, on one line. */
  private static String refusal(
      String service, HttpRequest request, HttpResponse<byte[]> response) {
    String problem = "";
    try {
      JsonNode json = Json.MAPPER.readTree(new String(response.body(), StandardCharsets.UTF_8));
      String detail = json.path("detail").asText(json.path("details").asText(""));
      problem = (json.path("title").asText("") + " " + detail).strip();
    } catch (JsonProcessingException e) {
      // Not JSON: the status has to do.
    }
    return "The %s service refuses %s %s with status %d%s"
        .formatted(
            service,
            request.method(),
            request.uri().getPath(),
            response.statusCode(),
            problem.isEmpty() ? "" : ": " + problem);
  }

  private static String cause(IOException e) {
    return e.getMessage() == null ? "connection refused" : e.getMessage();
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static BodyPublisher bytes(byte[] body) {
    return BodyPublishers.ofByteArray(body);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}

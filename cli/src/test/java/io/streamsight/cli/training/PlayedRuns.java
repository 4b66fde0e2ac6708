package io.streamsight.cli.training;

import io.streamsight.cli.PlayedService;
import io.streamsight.cli.ServiceUrls;
import io.streamsight.cli.StreamsightClient;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A trainer service with one run, {@code r-1}, that is told as the test says. */
final class PlayedRuns implements AutoCloseable {
  static final String EPOCHS =
      "[{\"runId\":\"r-1\",\"kind\":\"EPOCH\",\"epoch\":1,\"epochs\":2,\"step\":63,\"steps\":63,"
          + "\"loss\":0.71,\"accuracy\":0.51,\"validationLoss\":0.69,\"validationAccuracy\":0.5,"
          + "\"learningRate\":0.001,\"imagesPerSecond\":54.2},"
          + "{\"runId\":\"r-1\",\"kind\":\"EPOCH\",\"epoch\":2,\"epochs\":2,\"step\":63,\"steps\":63,"
          + "\"loss\":0.6,\"accuracy\":0.68,\"validationLoss\":0.55,\"validationAccuracy\":0.75,"
          + "\"learningRate\":0.0005,\"imagesPerSecond\":55.1,\"later\":true}]";
  static final String SUCCEEDED =
      run(
          "succeeded",
          "\"epoch\":2,\"epochs\":2,\"step\":63,\"steps\":63,\"bestEpoch\":2,"
              + "\"bestValidationAccuracy\":0.75,\"version\":3,\"later\":{\"a\":1}");

  final PlayedService service = new PlayedService();

  private final AtomicInteger asked = new AtomicInteger();
  private volatile int last;

  PlayedRuns() throws IOException {
    service.on("POST /runs", 202, "{\"runId\":\"r-1\"}").on("GET /runs/r-1/epochs", 200, "[]");
  }

  /** The run as it is told at one question after the other; the last for all that follow. */
  PlayedRuns told(String... answers) {
    asked.set(0);
    last = answers.length;
    service.on(
        "GET /runs/r-1",
        exchange -> {
          String answer = answers[Math.min(asked.getAndIncrement(), answers.length - 1)];
          int status = answer.startsWith("{") ? 200 : Integer.parseInt(answer);
          PlayedService.answer(exchange, status, status == 200 ? answer : "{}");
        });
    return this;
  }

  /** The epochs that are finished when the last answer is told; before it there are none. */
  PlayedRuns epochs(String json) {
    service.on(
        "GET /runs/r-1/epochs",
        exchange -> PlayedService.answer(exchange, 200, asked.get() < last ? "[]" : json));
    return this;
  }

  /** How often the run was asked for. */
  int asked() {
    return asked.get();
  }

  TrainingClient client() {
    return new StreamsightClient(new ServiceUrls(url(), url(), url())).training();
  }

  URI url() {
    return URI.create(service.url());
  }

  List<String> posted() {
    return service.requests().stream().filter(request -> request.startsWith("POST")).toList();
  }

  /** As {@code GET /runs/r-1} answers. */
  static String run(String state, String fields) {
    return ("{\"runId\":\"r-1\",\"model\":\"pets\",\"state\":\"%s\",\"request\":{\"model\":\"pets\","
            + "\"dataset\":\"demo\",\"architecture\":\"mini-xception\",\"recipe\":\"keras\","
            + "\"settings\":{\"flip\":true,\"learningRate\":0.001},\"imageSize\":180,\"seed\":7}%s}")
        .formatted(state, fields.isEmpty() ? "" : "," + fields);
  }

  @Override
  public void close() {
    service.close();
  }
}

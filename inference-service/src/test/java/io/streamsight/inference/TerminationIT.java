package io.streamsight.inference;

import static io.streamsight.inference.Fixtures.FIRST;
import static io.streamsight.inference.Fixtures.PETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamsight.local.EmbeddedBroker;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The end that every update of a deployment brings. */
class TerminationIT {
  private static final int CLIENTS = 8;
  private static final int SIGTERM_EXIT = 128 + 15;

  /** In one request, so that runs go on for seconds after the signal, while it is drained. */
  private static final int IMAGES = 2_000;

  private static final String BODY =
      "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"UINT8\",\"shape\":[%d,32,32,3],\"data\":[0%s]}]}"
          .formatted(IMAGES, ",0".repeat(IMAGES * 32 * 32 * 3 - 1));

  /** ONNX Runtime frees its environment when the JVM's shutdown begins: runs may crash then. */
  @Test
  void shouldEndInOrderWhileModelsRun() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    AtomicInteger answers = new AtomicInteger();
    try (var broker = EmbeddedBroker.startTemporary();
        var installation = new Installation(broker.bootstrapServers());
        var service =
            InferenceProcess.start(
                    broker.bootstrapServers(),
                    Map.of("streamsight.inference.http-concurrency", String.valueOf(CLIENTS)))
                .awaitLive()) {
      installation.publish(PETS, FIRST);
      installation.champion(PETS, null, 1);
      service.awaitReady();
      for (int i = 0; i < CLIENTS; i++) {
        clients.submit(() -> inferUntilNobodyAnswers(service, answers));
      }
      await().atMost(Duration.ofMinutes(1)).until(() -> answers.get() > 0);

      int code = service.terminate();

      assertThat(service.crashed()).isFalse();
      assertThat(code).isEqualTo(SIGTERM_EXIT);
      // Nobody has watched: what ends the watches begins to be at the signal.
      assertThat(Path.of("target/inference-process.log"))
          .content()
          .doesNotContain("Exception in thread \"SIGTERM handler\"");
    } finally {
      clients.shutdownNow();
    }
  }

  private static Void inferUntilNobodyAnswers(InferenceProcess service, AtomicInteger answers)
      throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    var request =
        HttpRequest.newBuilder(service.uri("/v2/models/pets/infer"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(BODY))
            .build();
    while (true) {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status == 200) {
        answers.incrementAndGet();
      }
    }
  }
}

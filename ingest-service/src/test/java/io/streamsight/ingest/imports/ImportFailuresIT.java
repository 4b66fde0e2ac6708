package io.streamsight.ingest.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamsight.contract.event.Json;
import io.streamsight.ingest.Pictures;
import io.streamsight.ingest.ServiceProcess;
import io.streamsight.ingest.Topics;
import io.streamsight.local.EmbeddedBroker;
import io.streamsight.local.Ports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to an import when something dies under it: nothing is lost, nothing comes twice. */
class ImportFailuresIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int IMAGES = 600;
  private static final String IMPORT = "/imports/it";

  @TempDir Path folder;

  private static Map<String, byte[]> pictures() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < IMAGES; i++) {
      files.put("train/cat/%d.jpg".formatted(i), Pictures.jpeg(64, 64, i));
    }
    return files;
  }

  private static void awaitDone(ServiceProcess service, int files) {
    await().atMost(SOON).until(() -> status(service).path("done").asInt() >= files);
  }

  private static com.fasterxml.jackson.databind.JsonNode status(ServiceProcess service)
      throws Exception {
    return Json.MAPPER.readTree(service.get(IMPORT).body());
  }

  private static void assertEachOnce(EmbeddedBroker broker) {
    try (var topics = new Topics(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      for (String topic : new String[] {"images", "image-index"}) {
        await().atMost(SOON).until(() -> topics.counts(topic).size() == IMAGES);
        assertThat(topics.counts(topic).values()).as(topic).containsOnly(1);
      }
      assertThat(topics.counts("image-splits")).hasSize(IMAGES);
    }
  }

  @Test
  void shouldOutlastARestartOfTheBrokerWithoutGapOrCopy() throws Exception {
    int port = Ports.free();
    EmbeddedBroker broker = EmbeddedBroker.start(folder, port);
    byte[] archive = Archives.tar(pictures());
    try (var service = ServiceProcess.start(broker.bootstrapServers(), Map.of()).awaitReady()) {
      var body = new GatedStream(archive, archive.length / 2);
      CompletableFuture<HttpResponse<String>> answer =
          service.put(IMPORT + "?dataset=pets", () -> body);
      awaitDone(service, IMAGES / 4);
      broker.close();
      body.open();
      // The broker is away, and stays so until images wait for it.
      await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> !answer.isDone());

      broker = EmbeddedBroker.start(folder, port);

      HttpResponse<String> done = answer.get();
      assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
      assertThat(status(service).path("published").asInt()).isEqualTo(IMAGES);
      assertEachOnce(broker);
    } finally {
      broker.close();
    }
  }

  @Test
  void shouldGoOnAfterAKillWithWhatIsNotThereYet() throws Exception {
    byte[] archive = Archives.tar(pictures());
    try (var broker = EmbeddedBroker.start(folder, 0)) {
      try (var first = ServiceProcess.start(broker.bootstrapServers(), Map.of()).awaitReady()) {
        var body = new GatedStream(archive, archive.length / 2);
        var answer = first.put(IMPORT + "?dataset=pets", () -> body);
        awaitDone(first, IMAGES / 4);
        first.kill();
        body.open();
        assertThat(answer).failsWithin(SOON);
      }
      try (var second = ServiceProcess.start(broker.bootstrapServers(), Map.of()).awaitReady()) {
        HttpResponse<String> done =
            second.put(IMPORT + "?dataset=pets", () -> new ByteArrayInputStream(archive)).get();

        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(status(second).path("unchanged").asInt()).isGreaterThanOrEqualTo(IMAGES / 4);
        assertEachOnce(broker);
      }
    }
  }

  @Test
  void shouldFailCleanlyWhenTheBrokerStaysAway() throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
    byte[] archive = Archives.tar(pictures());
    try (var service =
        ServiceProcess.start(
                broker.bootstrapServers(),
                Map.of("streamsight.ingest.import-delivery-timeout", "10s"))
            .awaitReady()) {
      var body = new GatedStream(archive, archive.length / 2);
      var answer = service.put(IMPORT + "?dataset=pets", () -> body);
      awaitDone(service, IMAGES / 4);
      broker.close();
      body.open();

      await().atMost(SOON).until(() -> status(service).path("state").asText().equals("failed"));
      assertThat(status(service).path("error").path("type").asText())
          .isEqualTo("urn:streamsight:unavailable");
      await().atMost(SOON).until(answer::isDone);
      assertThat(service.status("/q/health/live")).isEqualTo(200);
    } finally {
      broker.close();
    }
  }

  @Test
  void shouldEndSoonWhenCancelled() throws Exception {
    byte[] archive = Archives.tar(pictures());
    try (var broker = EmbeddedBroker.start(folder, 0);
        var service = ServiceProcess.start(broker.bootstrapServers(), Map.of()).awaitReady()) {
      var body = new GatedStream(archive, archive.length / 2);
      var answer = service.put(IMPORT + "?dataset=pets", () -> body);
      awaitDone(service, IMAGES / 4);

      assertThat(service.delete(IMPORT).statusCode()).isEqualTo(202);
      body.open();

      await().atMost(SOON).until(() -> status(service).path("state").asText().equals("cancelled"));
      await().atMost(SOON).until(answer::isDone);
      assertThat(status(service).path("done").asInt()).isBetween(IMAGES / 4, IMAGES - 1);
    }
  }

  @Test
  void shouldNotBlameTheArchiveWhenTheClientGoesAway() throws Exception {
    byte[] archive = Archives.tar(pictures());
    var gone =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the client goes away");
          }
        };
    try (var broker = EmbeddedBroker.start(folder, 0);
        var service = ServiceProcess.start(broker.bootstrapServers(), Map.of()).awaitReady()) {
      var half = new ByteArrayInputStream(archive, 0, archive.length / 2);
      var answer = service.put(IMPORT + "?dataset=pets", () -> new SequenceInputStream(half, gone));

      await().atMost(SOON).until(answer::isCompletedExceptionally);
      await().atMost(SOON).until(() -> status(service).path("state").asText().equals("failed"));
      assertThat(status(service).at("/error/detail").asText())
          .contains("the client's connection ended", "run it again");
    }
  }

  @Test
  void shouldRefuseWrongParametersBeforeTheBodyIsSent() throws Exception {
    try (var broker = EmbeddedBroker.start(folder, 0);
        var service = ServiceProcess.start(broker.bootstrapServers(), Map.of()).awaitReady()) {
      assertThat(service.expect(IMPORT + "?dataset=pets&ratio=2,0,0")).startsWith("HTTP/1.1 400 ");
      assertThat(service.expect(IMPORT + "?dataset=pets")).startsWith("HTTP/1.1 100 ");
    }
  }

  @Test
  void shouldWaitForTheIndexerUntilItIsToldToBeTooLate() throws Exception {
    try (var broker = EmbeddedBroker.start(folder, 0);
        var service =
            ServiceProcess.start(
                    broker.bootstrapServers(),
                    Map.of(
                        "streamsight.ingest.indexer", "false",
                        "streamsight.ingest.import-indexer-timeout", "2s"))
                .awaitReady()) {
      byte[] archive = Archives.tar(Map.of("train/cat/1.jpg", Pictures.jpeg(16, 16, 1)));
      // Nothing was there, so there is nothing to wait for.
      assertThat(put(service, archive).statusCode()).isEqualTo(200);

      HttpResponse<String> late = put(service, archive);
      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(late.body()).contains("not read 1 of the images");
    }
  }

  private static HttpResponse<String> put(ServiceProcess service, byte[] archive) throws Exception {
    return service.put(IMPORT + "?dataset=pets", () -> new ByteArrayInputStream(archive)).get();
  }
}

package io.streamsight.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.contract.Reason;
import io.streamsight.contract.event.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Waits until a process does its work, and no longer than it lives. */
final class Health {
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_TIMEOUT).build();
  private final Duration limit;

  /**
   * @param limit for each process
   */
  Health(Duration limit) {
    this.limit = limit;
  }

  void awaitBroker(ServiceProcess broker, String bootstrapServers) throws InterruptedException {
    await(broker, () -> brokerAnswers(bootstrapServers));
  }

  void awaitLive(ServiceProcess service) throws InterruptedException {
    await(service, () -> up(service.port(), "live"));
  }

  /** Whether {@code /q/health/<kind>} says UP. */
  boolean up(int port, String kind) throws InterruptedException {
    try {
      return http.send(request(port, kind), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * What a trainer says of its worker.
   *
   * @param device that its runs compute on; null when it takes none
   * @param unavailable why it takes none; null when it does
   */
  record Worker(String device, String unavailable) {}

  /** Empty until the worker has looked, and where there is none. */
  Optional<Worker> worker(int port) throws InterruptedException {
    try {
      String answer = http.send(request(port, "ready"), BodyHandlers.ofString()).body();
      for (JsonNode check : Json.MAPPER.readTree(answer).path("checks")) {
        JsonNode data = check.path("data");
        if (check.path("name").asText().equals("worker") && !data.isEmpty()) {
          return Optional.of(
              new Worker(
                  data.path("device").asText(null),
                  data.path(Reason.DEVICE_UNAVAILABLE.code()).asText(null)));
        }
      }
    } catch (IOException e) {
      // Not yet, or not any more.
    }
    return Optional.empty();
  }

  private static HttpRequest request(int port, String kind) {
    URI uri = URI.create("http://%s:%d/q/health/%s".formatted(Ports.LOOPBACK, port, kind));
    return HttpRequest.newBuilder(uri).timeout(ANSWER_TIMEOUT).build();
  }

  private interface Check {
    boolean passes() throws InterruptedException;
  }

  private void await(ServiceProcess process, Check check) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!check.passes()) {
      if (!process.alive()) {
        throw process.death();
      }
      if (System.nanoTime() > deadline) {
        throw process.tooSlow(limit);
      }
      Thread.sleep(INTERVAL.toMillis());
    }
  }

  private static boolean brokerAnswers(String bootstrapServers) throws InterruptedException {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "default.api.timeout.ms",
            2_000,
            "request.timeout.ms",
            2_000);
    try (var admin = Admin.create(settings)) {
      return !admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }
}

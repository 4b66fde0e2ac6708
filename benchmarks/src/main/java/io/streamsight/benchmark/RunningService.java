package io.streamsight.benchmark;

import io.streamsight.cli.CommandFailedException;
import io.streamsight.local.LocalSystem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/** One service of a local system: its process, and what it answers over HTTP. */
final class RunningService {
  private static final long LOOK_EVERY_MS = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final LocalSystem system;
  private final String name;
  private final URI root;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param name as the system has it: ingest, trainer, inference
   */
  RunningService(LocalSystem system, String name, URI root) {
    this.system = system;
    this.name = name;
    this.root = root;
  }

  /** Something that comes true by itself. */
  interface Condition {
    boolean met() throws InterruptedException;
  }

  /**
   * Waits until it is ready.
   *
   * @return seconds since the process was started
   */
  double awaitReady() throws InterruptedException {
    await("The %s service is not ready".formatted(name), () -> status("/q/health/ready") == 200);
    Instant start = process().info().startInstant().orElseThrow();
    return Duration.between(start, Instant.now()).toMillis() / 1e3;
  }

  static void await(String failure, Condition condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.met()) {
      if (System.nanoTime() > end) {
        throw new CommandFailedException("%s after %s".formatted(failure, PATIENCE));
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  /** The body of whatever is answered; what went wrong when nothing is. */
  String get(String path) throws InterruptedException {
    try {
      return http.send(request(path), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** 0 when nothing is answered. */
  int status(String path) throws InterruptedException {
    try {
      return http.send(request(path), BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(root.resolve(path)).build();
  }

  Usage usage() {
    return Usage.of(process()).orElseThrow();
  }

  ProcessHandle process() {
    return ProcessHandle.of(system.pid(name)).orElseThrow();
  }
}

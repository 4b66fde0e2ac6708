package io.streamsight.inference;

import static org.awaitility.Awaitility.await;

import io.streamsight.local.Ports;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service in a process of its own, which can be killed. */
final class InferenceProcess implements AutoCloseable {
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final String CRASH = "target/inference-process-crash-%s.log";
  private static final Duration START = Duration.ofSeconds(90);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  private InferenceProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** The first one creates the topics. */
  static InferenceProcess start(String bootstrapServers, Map<String, String> settings)
      throws IOException {
    int port = Ports.free();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-XX:ErrorFile=" + CRASH.formatted("%p"));
    command.add("-Dkafka.bootstrap.servers=" + bootstrapServers);
    command.add("-Dquarkus.http.port=" + port);
    command.add("-Dstreamsight.topics=create");
    command.add("-Dstreamsight.replication-factor=1");
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-jar");
    command.add(JAR.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(new File("target/inference-process.log")))
            .start();
    return new InferenceProcess(process, port);
  }

  InferenceProcess awaitLive() {
    await().atMost(START).until(() -> status("/q/health/live") == 200);
    return this;
  }

  InferenceProcess awaitReady() {
    await().atMost(START).until(() -> status("/q/health/ready") == 200);
    return this;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** The status of an answer; 0 when nobody answers. */
  int status(String path) throws InterruptedException {
    var request = HttpRequest.newBuilder(uri(path)).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  String get(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The value of a metric without labels of its own. */
  double metric(String name) throws IOException, InterruptedException {
    Matcher line =
        Pattern.compile("(?m)^" + name + "(?:\\{.*})? (\\S+)$").matcher(get("/q/metrics"));
    if (!line.find()) {
      throw new IllegalArgumentException("no metric " + name);
    }
    return Double.parseDouble(line.group(1));
  }

  /** As by {@code kill -9}: nothing is committed, flushed or closed. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** It does nothing until it goes on, and doesn't know that it did. */
  void pause() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void goOn() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", name, String.valueOf(process.pid())).start().waitFor();
  }

  /**
   * As by SIGTERM.
   *
   * @return the exit code, when it has ended
   */
  int terminate() {
    process.destroy();
    return process.onExit().join().exitValue();
  }

  /** Whether the JVM died of native code. */
  boolean crashed() {
    return Files.exists(Path.of(CRASH.formatted(process.pid())));
  }

  /** As by SIGTERM; returns when it has ended. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}

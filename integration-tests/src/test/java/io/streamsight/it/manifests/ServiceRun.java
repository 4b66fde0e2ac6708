package io.streamsight.it.manifests;

import io.streamsight.local.Ports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A workload of the manifests as a process of this machine, with the manifests' environment. */
final class ServiceRun implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** As the secret that a user makes would have it. */
  static final String KEY = "0123456789abcdef0123456789abcdef";

  static final String BEARER = "Bearer " + KEY;

  private final Process process;
  private final int port;
  private final Path log;

  private ServiceRun(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * @param flags of its Java
   * @param here what is another on this machine
   */
  static ServiceRun start(
      Manifests manifests,
      Workload workload,
      Path folder,
      List<String> flags,
      Map<String, String> here)
      throws IOException {
    int port = Ports.free();
    Map<String, String> environment = new HashMap<>(manifests.settings());
    environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
    for (String name : workload.environment().keySet()) {
      workload.value(name).ifPresent(value -> environment.put(name, value));
    }
    // Made for a container's cores and volumes.
    environment.keySet().removeIf(name -> name.equals("JDK_JAVA_OPTIONS") || name.endsWith("_DIR"));
    for (String prefix : workload.secretPrefixes().values()) {
      environment.put(prefix + "it", KEY);
    }
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
    environment.putAll(here);

    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    Path files = Files.createDirectories(folder.resolve(workload.name()));
    command.add("-Djava.io.tmpdir=" + files);
    command.add("-jar");
    command.add("../%s-service/target/quarkus-app/quarkus-run.jar".formatted(workload.service()));
    Path log = folder.resolve(workload.name() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new ServiceRun(builder.start(), port, log);
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, BEARER, null);
  }

  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return send("POST", path, BEARER, null);
  }

  HttpResponse<String> put(String path, byte[] body) throws IOException, InterruptedException {
    return send("PUT", path, BEARER, body);
  }

  HttpResponse<String> json(String method, String path, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        request(path, BEARER)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /**
   * @param authorization null for none
   * @param body null for none
   */
  HttpResponse<String> send(String method, String path, String authorization, byte[] body)
      throws IOException, InterruptedException {
    return HTTP.send(
        request(path, authorization)
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  /** What is answered to a client without a key that asks before it sends its body. */
  String expect(String path) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
      String head =
          "PUT %s HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 1000\r\n\r\n"
              .formatted(path);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
    }
  }

  /** Returns when the answer has begun; it goes on until the caller closes it. */
  InputStream open(String path) throws IOException, InterruptedException {
    return HTTP.send(request(path, BEARER).build(), BodyHandlers.ofInputStream()).body();
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  private HttpRequest.Builder request(String path, String authorization) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  /** Whether a probe of the manifests finds it well. */
  boolean answers(String probe) {
    if (!process.isAlive()) {
      throw new AssertionError("It has ended: " + log());
    }
    try {
      return send("GET", probe, null, null).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its exit code. */
  int end() throws InterruptedException {
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      throw new AssertionError("It does not end: " + log());
    }
    return process.exitValue();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}

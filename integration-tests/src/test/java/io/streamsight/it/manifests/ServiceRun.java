package io.streamsight.it.manifests;

import io.streamsight.local.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A workload of the manifests as a process of this machine, with the manifests' environment. */
final class ServiceRun implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

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
    return HTTP.send(request(path).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return HTTP.send(
        request(path).POST(HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> put(String path, byte[] body) throws IOException, InterruptedException {
    return HTTP.send(
        request(path).PUT(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofString());
  }

  /** Returns when the answer has begun; it goes on until the caller closes it. */
  InputStream open(String path) throws IOException, InterruptedException {
    return HTTP.send(request(path).build(), BodyHandlers.ofInputStream()).body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)));
  }

  /** Whether a probe of the manifests finds it well. */
  boolean answers(String probe) {
    if (!process.isAlive()) {
      throw new AssertionError("It has ended: " + log());
    }
    try {
      return get(probe).statusCode() == 200;
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

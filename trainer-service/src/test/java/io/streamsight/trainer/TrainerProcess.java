package io.streamsight.trainer;

import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.streamsight.local.Guarded;
import io.streamsight.local.Ports;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The packaged trainer service as a process of its own: to be killed, stopped, put to sleep. */
final class TrainerProcess implements AutoCloseable {
  private static final Path JAR = Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
  private static final Duration START = Duration.ofMinutes(2);

  private final Process process;
  private final int port;
  private final Path log;

  private TrainerProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * @param folder for its log and its pixels
   * @param settings environment variables besides where the broker is
   */
  static TrainerProcess start(String bootstrapServers, Path folder, Map<String, String> settings)
      throws IOException {
    int port = Ports.free();
    Path log = folder.resolve("trainer-%d.log".formatted(port));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx384m");
    // The engine's flags of this process; its environment comes by itself.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.matches("-D(ai\\.djl|DJL_|PYTORCH_|OPT_OUT_).*"))
        .forEach(command::add);
    command.addAll(opens());
    command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    Path guard =
        Path.of(Guarded.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    command.addAll(List.of("-cp", JAR + File.pathSeparator + guard));
    command.addAll(
        List.of(Guarded.class.getName(), "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
    environment.put("STREAMSIGHT_TOPICS", "create");
    environment.put("STREAMSIGHT_REPLICATION_FACTOR", "1");
    environment.put("STREAMSIGHT_TRAINER_CACHE_DIR", folder.resolve("pixels").toString());
    environment.putAll(settings);
    return new TrainerProcess(builder.start(), port, log);
  }

  private static List<String> opens() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return Stream.of(jar.getManifest().getMainAttributes().getValue("Add-Opens").split(" "))
          .map(name -> "--add-opens=" + name + "=ALL-UNNAMED")
          .toList();
    }
  }

  TrainerProcess awaitReady() {
    await()
        .atMost(START)
        .ignoreExceptions()
        .until(() -> http().get("/q/health/ready").statusCode() == 200);
    return this;
  }

  RequestSpecification http() {
    return RestAssured.given().baseUri("http://127.0.0.1").port(port);
  }

  /** Whether it is the process that a worker's name speaks of. */
  boolean isCalled(String worker) {
    return worker.contains("-" + process.pid() + "-");
  }

  boolean alive() {
    return process.isAlive();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** {@code STOP} puts it to sleep, {@code CONT} wakes it, {@code TERM} asks it to end. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** As by kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Its exit code; fails when it still runs after so long. */
  int exitWithin(Duration time) throws IOException, InterruptedException {
    if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still runs after %s:%n%s".formatted(time, log()));
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}

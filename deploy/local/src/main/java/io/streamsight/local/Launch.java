package io.streamsight.local;

import io.streamsight.cli.CommandFailedException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * How to start one process.
 *
 * @param portOption the option of ./streamsight that moves {@code port}
 * @param folder working directory
 */
record Launch(
    String name,
    int port,
    String portOption,
    Path folder,
    List<String> command,
    Map<String, String> environment) {

  /**
   * In regions of 1 MB, as G1 would choose, every picture whose pixels are needed (a PNG, a photo
   * to be shrunk) is a humongous object, and the old generation is marked for it once a second.
   */
  static final List<String> INGEST_HEAP = List.of("-Xmx512m", "-XX:G1HeapRegionSize=4m");

  /** With priorities, so that loading a model leaves the cores to those who classify. */
  static final List<String> INFERENCE_FLAGS = List.of("-Xmx512m", "-XX:ThreadPriorityPolicy=1");

  /** It would report its use to its maker, over the network. */
  private static final Map<String, String> ONNX_RUNTIME = Map.of("ORT_DISABLE_TELEMETRY", "1");

  private static final String SERVICE_MAIN = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

  /** Where Debian's and Ubuntu's {@code libjemalloc2}, and others' packages, put it. */
  private static final List<Path> JEMALLOC =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/libjemalloc.so.2"),
          Path.of("/usr/lib64/libjemalloc.so.2"));

  /** As a sentence names it. */
  String title() {
    return name.equals("broker") ? "Kafka broker" : name + " service";
  }

  /** The same, with more in its environment. */
  Launch with(Map<String, String> more) {
    var all = new HashMap<>(environment);
    all.putAll(more);
    return new Launch(name, port, portOption, folder, command, all);
  }

  /** The same under another name, which its log has too. */
  Launch named(String other) {
    return new Launch(other, port, portOption, folder, command, environment);
  }

  static Launch broker(LocalSettings settings) {
    var command = new ArrayList<String>();
    command.add(java());
    command.addAll(List.of("-Xmx384m", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Guarded.class.getName(), BrokerMain.class.getName()));
    command.add(settings.dataFolder().resolve("kafka").toString());
    command.add(String.valueOf(settings.brokerPort()));
    return new Launch(
        "broker", settings.brokerPort(), "--broker-port", settings.dataFolder(), command, Map.of());
  }

  static Launch ingest(LocalSettings settings) {
    return service(
        settings,
        "ingest",
        settings.ingestPort(),
        "--ingest-port",
        INGEST_HEAP,
        Map.of(
            "STREAMSIGHT_INGEST_IMPORTS_DIR", settings.dataFolder().resolve("imports").toString()));
  }

  static Launch inference(LocalSettings settings) {
    return service(
        settings,
        "inference",
        settings.inferencePort(),
        "--inference-port",
        INFERENCE_FLAGS,
        ONNX_RUNTIME);
  }

  static Launch trainer(LocalSettings settings) {
    var environment = new HashMap<>(trainerEnvironment());
    environment.put(
        "STREAMSIGHT_TRAINER_CACHE_DIR", settings.dataFolder().resolve("trainer-cache").toString());
    return service(
        settings,
        "trainer",
        settings.trainerPort(),
        "--trainer-port",
        trainerFlags(settings),
        environment);
  }

  /**
   * How the trainer computes. Left alone, malloc maps and unmaps tensors of 100 MB at every step,
   * and page faults take most of the time. jemalloc keeps what it has in 2 GB, glibc in 5. Threads
   * that spin while they wait starve the other processes of a busy machine. A GPU that rounds to
   * TF32 is refused.
   */
  static Map<String, String> trainerEnvironment() {
    var environment = new HashMap<String, String>();
    environment.putAll(ONNX_RUNTIME);
    environment.put("OMP_WAIT_POLICY", "passive");
    environment.put("NVIDIA_TF32_OVERRIDE", "0");
    Optional<Path> jemalloc = JEMALLOC.stream().filter(Files::isRegularFile).findFirst();
    if (jemalloc.isPresent()) {
      environment.put("LD_PRELOAD", preloaded(jemalloc.get(), System.getenv("LD_PRELOAD")));
      environment.put("MALLOC_CONF", "oversize_threshold:0,dirty_decay_ms:-1,muzzy_decay_ms:-1");
    } else {
      environment.put(
          "GLIBC_TUNABLES",
          "glibc.malloc.arena_max=1:glibc.malloc.mmap_threshold=4000000000"
              + ":glibc.malloc.trim_threshold=16000000000");
    }
    return Map.copyOf(environment);
  }

  /** Before what the user preloads. */
  private static String preloaded(Path library, String own) {
    return own == null || own.isBlank() ? library.toString() : library + ":" + own;
  }

  static List<String> trainerFlags(LocalSettings settings) {
    return List.of(
        "-Xmx512m",
        "-Dai.djl.offline=true",
        "-DOPT_OUT_TRACKING=true",
        "-DPYTORCH_FLAVOR=cpu",
        "-DDJL_CACHE_DIR=" + settings.nativeCache(),
        "-Dai.djl.pytorch.num_interop_threads=1",
        "-Dai.djl.pytorch.num_threads=" + Runtime.getRuntime().availableProcessors());
  }

  private static Launch service(
      LocalSettings settings,
      String name,
      int port,
      String portOption,
      List<String> flags,
      Map<String, String> more) {
    Path jar = settings.home().resolve(name + "-service/target/quarkus-app/quarkus-run.jar");
    if (!Files.isRegularFile(jar)) {
      throw new CommandFailedException(
          "The %s service is not built: %s is missing. Run mvn package -DskipTests in %s."
              .formatted(name, jar, settings.home()));
    }
    var command = new ArrayList<String>();
    command.add(java());
    command.addAll(flags);
    command.addAll(opens(jar));
    command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true"));
    command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    if (Runtime.version().feature() >= 22) {
      // Else every library of native code is warned about.
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", jar + File.pathSeparator + ownCode()));
    command.addAll(List.of(Guarded.class.getName(), SERVICE_MAIN));

    var environment = new HashMap<String, String>();
    environment.put("KAFKA_BOOTSTRAP_SERVERS", settings.bootstrapServers());
    environment.put("QUARKUS_HTTP_HOST", Ports.LOOPBACK);
    environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
    environment.put("STREAMSIGHT_TOPICS", "create");
    environment.put("STREAMSIGHT_REPLICATION_FACTOR", "1");
    environment.putAll(more);
    return new Launch(name, port, portOption, settings.dataFolder(), command, environment);
  }

  /**
   * What the jar's manifest opens: heeded with {@code -jar} only, and {@link Guarded} is before.
   */
  private static List<String> opens(Path jar) {
    try (var file = new JarFile(jar.toFile())) {
      String packages = file.getManifest().getMainAttributes().getValue("Add-Opens");
      return packages == null
          ? List.of()
          : Stream.of(packages.split(" ")).map(p -> "--add-opens=" + p + "=ALL-UNNAMED").toList();
    } catch (IOException e) {
      throw new CommandFailedException(
          "%s can't be read (%s). Build again: mvn package -DskipTests.".formatted(jar, e), e);
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The jar or folder that holds {@link Guarded}; none of its dependencies is needed there. */
  private static Path ownCode() {
    try {
      return Path.of(Guarded.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.streamsight.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;

/**
 * A broker and the services' images on one network, with a root file system that is read-only. Each
 * has a port of this machine's that a restart does not change.
 */
final class Cluster implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);
  private static final int BROKER_PORT = 9092;
  private static final Map<String, Integer> PORTS =
      Map.of("ingest", 8081, "trainer", 8082, "inference", 8083);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Network network = Network.newNetwork();
  private final KafkaContainer kafka;
  private final Deque<GenericContainer<?>> services = new ArrayDeque<>();

  Cluster() {
    kafka = Docker.kafka().withNetwork(network);
    bind(kafka, BROKER_PORT);
    kafka.start();
  }

  private static void bind(GenericContainer<?> container, int port) {
    container.setPortBindings(List.of("%d:%d".formatted(freePort(), port)));
  }

  /** Below those that connections get, which might take it while its container is down. */
  private static int freePort() {
    return ThreadLocalRandom.current()
        .ints(15_000, 30_000)
        .filter(Cluster::isFree)
        .findFirst()
        .getAsInt();
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Connection settings for this machine. */
  Map<String, Object> brokers() {
    return Map.of("bootstrap.servers", kafka.getBootstrapServers());
  }

  KafkaContainer kafka() {
    return kafka;
  }

  /**
   * Starts one more of a service and waits until it is live.
   *
   * @param environment beside what every service gets
   */
  GenericContainer<?> start(String service, Map<String, String> environment) throws Exception {
    int port = PORTS.get(service);
    var container =
        new GenericContainer<>(Docker.image(service))
            .withNetwork(network)
            .withEnv("KAFKA_BOOTSTRAP_SERVERS", "kafka:19092")
            .withEnv("STREAMSIGHT_TOPICS", "create")
            .withEnv("STREAMSIGHT_REPLICATION_FACTOR", "1")
            .withEnv(environment)
            .withExposedPorts(port)
            .withTmpFs(Map.of("/tmp", "rw,exec"))
            .withCreateContainerCmdModifier(
                command -> command.getHostConfig().withReadonlyRootfs(true))
            .waitingFor(Wait.forHttp("/q/health/live").forPort(port).withStartupTimeout(START));
    bind(container, port);
    services.push(container);
    container.start();
    return container;
  }

  /** Kills it (SIGKILL) and starts it again with what is on its disk. */
  void kill(GenericContainer<?> container) {
    DockerClientFactory.lazyClient().killContainerCmd(container.getContainerId()).exec();
    startAgain(container);
  }

  /** Ends it in order (SIGTERM) and starts it again. */
  void replace(GenericContainer<?> container) {
    DockerClientFactory.lazyClient()
        .stopContainerCmd(container.getContainerId())
        .withTimeout((int) START.toSeconds())
        .exec();
    startAgain(container);
  }

  private void startAgain(GenericContainer<?> container) {
    DockerClientFactory.lazyClient().startContainerCmd(container.getContainerId()).exec();
    if (container != kafka) {
      await()
          .atMost(START)
          .ignoreExceptions()
          .until(() -> status(container, "/q/health/live") == 200);
    }
  }

  /** Where a service answers this machine. */
  static URI url(GenericContainer<?> service) {
    int port = service.getMappedPort(service.getExposedPorts().get(0));
    return URI.create("http://%s:%d".formatted(service.getHost(), port));
  }

  int status(GenericContainer<?> service, String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(url(service).resolve(path))).statusCode();
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    services.forEach(GenericContainer::close);
    kafka.close();
    network.close();
  }
}

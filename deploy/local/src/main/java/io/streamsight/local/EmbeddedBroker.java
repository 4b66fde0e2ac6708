package io.streamsight.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Kafka's own server in this JVM: one node, broker and controller, on the loopback interface alone.
 *
 * <p>The folder holds everything; a broker started on it again finds its topics, records and
 * groups. Only one broker may use a folder at a time (Kafka locks it). Closing stops the server in
 * order; a killed one recovers at its next start.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE_ID = 1;

  /** Models of 64 MiB and dead letters with their headers pass. */
  private static final int MAX_MESSAGE_BYTES = 72 << 20;

  /**
   * Of the log's cleaner: 24 for each key of a pass. The default of 128 MiB would be half of this
   * small heap.
   */
  public static final int CLEANER_BUFFER_BYTES = 4 << 20;

  private static final Set<String> ADDED_TO = Set.of("listeners", "listener.security.protocol.map");

  private final KafkaRaftServer server;
  private final int port;
  private final Path temporary;
  private boolean closed;

  private EmbeddedBroker(KafkaRaftServer server, int port, Path temporary) {
    this.server = server;
    this.port = port;
    this.temporary = temporary;
  }

  /**
   * Starts a broker that keeps its data.
   *
   * @param folder made and formatted if it isn't yet
   * @param port of the loopback interface; 0 takes a free one
   * @throws PortTakenException if something else listens on the port
   * @throws IOException if the folder can't be written or formatted
   */
  public static EmbeddedBroker start(Path folder, int port) throws IOException {
    return start(folder, port, null, Map.of());
  }

  /** Starts a broker on a free port whose data is deleted when it closes: for tests. */
  public static EmbeddedBroker startTemporary() {
    return startTemporary(Map.of());
  }

  /**
   * As {@link #startTemporary()}, with settings of one's own.
   *
   * @param more {@code listeners} and {@code listener.security.protocol.map} come to what is there,
   *     all others in its place
   */
  public static EmbeddedBroker startTemporary(Map<String, String> more) {
    try {
      Path folder = Files.createTempDirectory("streamsight-broker");
      return start(folder, 0, folder, more);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EmbeddedBroker start(
      Path folder, int port, Path temporary, Map<String, String> more) throws IOException {
    // Kafka halts the JVM when its controller can't bind, so look before.
    int brokerPort = port == 0 ? Ports.free() : Ports.requireFree(port);
    Path data = Files.createDirectories(folder.toAbsolutePath());
    format(data);
    Map<String, Object> settings = settings(data, brokerPort, Ports.free());
    more.forEach(
        (name, value) ->
            settings.merge(
                name, value, (own, other) -> ADDED_TO.contains(name) ? own + "," + other : other));
    var config = new KafkaConfig(settings, false);
    var server = new KafkaRaftServer(config, Time.SYSTEM);
    server.startup();
    return new EmbeddedBroker(server, brokerPort, temporary);
  }

  public String bootstrapServers() {
    return Ports.LOOPBACK + ":" + port;
  }

  public int port() {
    return port;
  }

  /** Blocks until the server has stopped, by {@link #close} or by itself. */
  public void awaitStop() {
    server.awaitShutdown();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    server.shutdown();
    server.awaitShutdown();
    if (temporary != null) {
      Folders.delete(temporary);
    }
  }

  private static void format(Path data) throws IOException {
    // Written last when formatting: a folder without it was left half made, and is made again.
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    try {
      new Formatter()
          .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
          .setNodeId(NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(data.toString()))
          .setMetadataLogDirectory(data.toString())
          .setControllerListenerName("CONTROLLER")
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setIgnoreFormatted(true)
          .run();
    } catch (Exception e) {
      throw new IOException("Can't format " + data + " for Kafka: " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> settings(Path data, int port, int controllerPort) {
    var settings = new HashMap<String, Object>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", String.valueOf(NODE_ID));
    settings.put("log.dirs", data.toString());
    settings.put(
        "listeners",
        "PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d"
            .formatted(Ports.LOOPBACK, port, controllerPort));
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("controller.quorum.voters", NODE_ID + "@" + Ports.LOOPBACK + ":" + controllerPort);
    // Topics are declared once, with their settings; a misspelt name must fail.
    settings.put("auto.create.topics.enable", "false");
    settings.put("default.replication.factor", "1");
    for (String internal : List.of("offsets", "transaction.state.log")) {
      String prefix = internal.equals("offsets") ? "offsets.topic" : internal;
      settings.put(prefix + ".replication.factor", "1");
      settings.put(prefix + ".num.partitions", "3");
    }
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    // There is nobody else to wait for: groups form, and members go, at once.
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("group.min.session.timeout.ms", "1000");
    settings.put("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
    settings.put("replica.fetch.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
    settings.put("socket.request.max.bytes", String.valueOf(MAX_MESSAGE_BYTES + (1 << 20)));
    settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(CLEANER_BUFFER_BYTES));
    settings.put("log.cleaner.threads", "1");
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("background.threads", "2");
    settings.put("num.recovery.threads.per.data.dir", "2");
    return settings;
  }
}

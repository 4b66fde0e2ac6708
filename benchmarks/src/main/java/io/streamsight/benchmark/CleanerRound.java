package io.streamsight.benchmark;

import io.streamsight.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What compaction does with a partition that has more keys than the cleaner's buffer holds: every
 * key is written twice, then each pass is told by the offset up to which the log is clean.
 */
final class CleanerRound {
  private static final int KEYS = 400_000;
  private static final int VALUE_BYTES = 100;
  private static final String TOPIC = "compacted";

  private static final long LOOK_EVERY_MS = 20;

  /** The cleaner looks for work every 15 seconds. */
  private static final int QUIET_LOOKS = 1_000;

  private final Path home;
  private final Path folder;

  /**
   * @param buffer keys that the buffer is said to hold: 24 bytes each, nine tenths of them used
   * @param cleanTo after each pass, the offset that the next one begins at
   * @param bytesBefore of the topic
   * @param bytesAfter of the topic
   */
  record Result(int keys, int buffer, List<Long> cleanTo, long bytesBefore, long bytesAfter) {}

  /**
   * @param folder of the broker's data and nothing else
   */
  CleanerRound(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
  }

  Result run() throws IOException, InterruptedException {
    try (var broker = BareBroker.start(home, folder, true);
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      create(admin);
      write(broker.bootstrapServers());
      long before = StoredBytes.of(broker.bootstrapServers(), TOPIC);
      compact(admin);
      List<Long> passes = passes();
      long after = StoredBytes.of(broker.bootstrapServers(), TOPIC);
      int buffer = (int) (EmbeddedBroker.CLEANER_BUFFER_BYTES / 24 * 0.9);
      return new Result(KEYS, buffer, passes, before, after);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void create(Admin admin) throws ExecutionException, InterruptedException {
    Map<String, String> settings =
        Map.of("segment.bytes", String.valueOf(4 << 20), "min.cleanable.dirty.ratio", "0.01");
    admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1).configs(settings))).all().get();
  }

  /** Not before all is written: the cleaner would begin meanwhile. */
  private static void compact(Admin admin) throws ExecutionException, InterruptedException {
    var topic = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
    var policy = new ConfigEntry("cleanup.policy", "compact");
    admin
        .incrementalAlterConfigs(
            Map.of(topic, List.of(new AlterConfigOp(policy, AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  private static void write(String bootstrapServers) {
    byte[] value = new byte[VALUE_BYTES];
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 20);
    try (var producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < 2 * KEYS; i++) {
        byte[] key = "image-%06d".formatted(i % KEYS).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(TOPIC, key, value));
      }
    }
  }

  /** Until none has ended for a while; the broker notes in a file how far each one came. */
  private List<Long> passes() throws IOException, InterruptedException {
    Path noted = folder.resolve(BareBroker.DATA).resolve("cleaner-offset-checkpoint");
    List<Long> passes = new ArrayList<>();
    for (int quiet = 0; quiet < QUIET_LOOKS; quiet++) {
      Thread.sleep(LOOK_EVERY_MS);
      for (String line : Files.exists(noted) ? Files.readAllLines(noted) : List.<String>of()) {
        String[] words = line.split(" ");
        if (words[0].equals(TOPIC) && !passes.contains(Long.valueOf(words[2]))) {
          passes.add(Long.valueOf(words[2]));
          quiet = 0;
        }
      }
    }
    return passes;
  }
}

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Copies a topic record by record: key, value, headers and timestamp, in order. With another number
 * of partitions each key goes to the one that is its own there; docs/operations.md says when.
 *
 * <pre>java -cp 'ingest-service/target/quarkus-app/lib/main/*' deploy/kafka/CopyTopic.java \
 *     SERVERS SOURCE TARGET [PARTITIONS]</pre>
 *
 * A target that is not there is made with the source's settings; one that has records is refused.
 * {@code -Dconfig=FILE} names a properties file with what Kafka's clients need besides (TLS, SASL).
 * {@code -Dto=SERVERS} is another cluster for the target, {@code -Dto.config=FILE} what clients need
 * there.
 */
class CopyTopic {
  /** For batches around the largest record. */
  private static final int OVERHEAD = 64 << 10;

  private final Map<String, Object> from;
  private final Map<String, Object> to;
  private final String source;
  private final String target;

  CopyTopic(Map<String, Object> from, Map<String, Object> to, String source, String target) {
    this.from = from;
    this.to = to;
    this.source = source;
    this.target = target;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 3 || arguments.length > 4) {
      System.err.println("CopyTopic SERVERS SOURCE TARGET [PARTITIONS]");
      System.exit(2);
    }
    String elsewhere = System.getProperty("to");
    String config = System.getProperty("to.config");
    if (elsewhere == null && config != null) {
      fail("to.config is for another cluster: name it with -Dto=SERVERS");
    }
    Map<String, Object> from = settings(arguments[0], System.getProperty("config"));
    Map<String, Object> to = elsewhere == null ? from : settings(elsewhere, config);
    Integer partitions = arguments.length == 4 ? Integer.valueOf(arguments[3]) : null;
    new CopyTopic(from, to, arguments[1], arguments[2]).run(partitions);
  }

  /**
   * @param config a properties file; null for none
   */
  private static Map<String, Object> settings(String servers, String config) throws IOException {
    Properties file = new Properties();
    if (config != null) {
      try (Reader reader = Files.newBufferedReader(Path.of(config))) {
        file.load(reader);
      }
    }
    Map<String, Object> settings = new HashMap<>();
    file.stringPropertyNames().forEach(name -> settings.put(name, file.getProperty(name)));
    settings.put("bootstrap.servers", servers);
    return settings;
  }

  private void run(Integer partitions) throws Exception {
    try (Admin sources = Admin.create(from);
        Admin targets = Admin.create(to)) {
      TopicDescription original = describe(sources, source);
      if (original == null) {
        fail("There is no topic " + source);
      }
      if (describe(targets, target) == null) {
        make(sources, targets, original, partitions);
      }
      TopicDescription copy = describe(targets, target);
      if (partitions != null && copy.partitions().size() != partitions) {
        fail("%s has %d partitions".formatted(target, copy.partitions().size()));
      }
      requireEmpty(copy);
      long records = copy(original, copy, maxBytes(targets));
      System.out.printf(
          "%s: %,d records to %s, %d partitions to %d%n",
          source, records, target, original.partitions().size(), copy.partitions().size());
    }
  }

  /** Null when there is none; a topic that was just made may take a moment. */
  private static TopicDescription describe(Admin admin, String topic) throws Exception {
    for (int attempt = 0; ; attempt++) {
      try {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
        if (attempt == 20) {
          return null;
        }
        Thread.sleep(50);
      }
    }
  }

  private void make(Admin sources, Admin targets, TopicDescription original, Integer partitions)
      throws Exception {
    Map<String, String> configs = new HashMap<>();
    for (ConfigEntry entry : config(sources, source).entries()) {
      if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
        configs.put(entry.name(), entry.value());
      }
    }
    int count = partitions == null ? original.partitions().size() : partitions;
    short replicas = (short) original.partitions().get(0).replicas().size();
    targets
        .createTopics(List.of(new NewTopic(target, count, replicas).configs(configs)))
        .all()
        .get();
  }

  private static Config config(Admin admin, String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin.describeConfigs(List.of(resource)).all().get().get(resource);
  }

  private int maxBytes(Admin targets) throws Exception {
    return Integer.parseInt(config(targets, target).get("max.message.bytes").value()) + OVERHEAD;
  }

  private void requireEmpty(TopicDescription copy) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(to)) {
      List<TopicPartition> all = partitions(copy);
      if (!consumer.beginningOffsets(all).equals(consumer.endOffsets(all))) {
        fail(target + " is not empty: delete it, or what is there stands twice");
      }
    }
  }

  private long copy(TopicDescription original, TopicDescription copy, int maxBytes)
      throws Exception {
    boolean samePartitions = original.partitions().size() == copy.partitions().size();
    long records = 0;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(from);
        KafkaProducer<byte[], byte[]> producer = producer(maxBytes)) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(original));
      for (TopicPartition partition : partitions(original)) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        while (consumer.position(partition) < ends.get(partition)) {
          List<Future<RecordMetadata>> sent = new ArrayList<>();
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
            sent.add(
                producer.send(
                    new ProducerRecord<>(
                        target,
                        samePartitions ? record.partition() : null,
                        record.timestamp(),
                        record.key(),
                        record.value(),
                        record.headers())));
          }
          for (Future<RecordMetadata> written : sent) {
            written.get();
          }
          records += sent.size();
        }
      }
    }
    return records;
  }

  private static List<TopicPartition> partitions(TopicDescription topic) {
    return topic.partitions().stream()
        .map(partition -> new TopicPartition(topic.name(), partition.partition()))
        .toList();
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", false);
    settings.put("auto.offset.reset", "earliest");
    settings.put("allow.auto.create.topics", false);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private KafkaProducer<byte[], byte[]> producer(int maxBytes) {
    Map<String, Object> settings = new HashMap<>(to);
    settings.put("max.request.size", maxBytes);
    settings.put("buffer.memory", Math.max(64L << 20, 2L * maxBytes));
    settings.put("linger.ms", 5);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void fail(String why) {
    System.err.println("CopyTopic: " + why);
    System.exit(1);
  }
}

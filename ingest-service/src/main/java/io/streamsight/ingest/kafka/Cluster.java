package io.streamsight.ingest.kafka;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicProvisioner;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/** The cluster as it is found at start: its topics in order, its identity noted. */
@ApplicationScoped
public class Cluster {
  private static final int ANSWER_WITHIN_MS = 10_000;
  private static final List<Topic> TOPICS =
      List.of(
          Topic.IMAGES,
          Topic.IMAGES_DLQ,
          Topic.IMAGE_INDEX,
          Topic.IMAGE_SPLITS,
          Topic.IMAGE_SPLITS_DLQ);

  private final Map<String, Object> kafka;
  private final InstallationConfig installation;
  private String clusterId;
  private String imagesTopicId;

  Cluster(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation) {
    this.kafka = kafka;
    this.installation = installation;
  }

  /** Before the channels connect. The process ends with one line if anything is wrong. */
  void provision(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS / 2);
    try (Admin admin = Admin.create(config)) {
      new TopicProvisioner(admin, installation.topicSettings())
          .provision(installation.topics(), TOPICS);
      identify(admin);
    } catch (StreamsightException e) {
      throw fatal("%s: %s. %s".formatted(e.reason().code(), e.getMessage(), e.reason().remedy()));
    } catch (ExecutionException e) {
      throw fatal(e.getCause().getMessage());
    } catch (KafkaException | IllegalArgumentException e) {
      throw fatal(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw fatal("interrupted");
    }
  }

  private void identify(Admin admin) throws ExecutionException, InterruptedException {
    String images = installation.topicSettings().name(Topic.IMAGES);
    clusterId = admin.describeCluster().clusterId().get();
    imagesTopicId =
        admin
            .describeTopics(List.of(images))
            .allTopicNames()
            .get()
            .get(images)
            .topicId()
            .toString();
  }

  private ConfigurationException fatal(String why) {
    // Of this exception Quarkus prints the message alone, and ends with code 1.
    return new ConfigurationException(
        "ingest-service can't start with kafka.bootstrap.servers=%s: %s"
            .formatted(kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), why));
  }

  /** The same for the same record of {@code images}, however often it is read. */
  public String eventId(ConsumerRecord<?, ?> image) {
    return Sha256.of(
        String.join(
            "/",
            clusterId,
            imagesTopicId,
            String.valueOf(image.partition()),
            String.valueOf(image.offset())));
  }
}

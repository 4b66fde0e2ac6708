package io.streamsight.ingest.kafka;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.topic.ClusterAtStart;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicProvisioner;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The cluster as it is found at start: its topics in order, its identity noted. */
@ApplicationScoped
public class Cluster {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);
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
    try {
      ClusterAtStart.ask(
          "ingest-service",
          kafka,
          ANSWERS_WITHIN,
          admin -> {
            new TopicProvisioner(admin, installation.topicSettings())
                .provision(installation.topics(), TOPICS);
            identify(admin);
          });
    } catch (StreamsightException e) {
      // Of this exception Quarkus prints the message alone, and ends with code 1.
      throw new ConfigurationException(e.getMessage());
    }
  }

  private void identify(Admin admin) {
    String images = installation.topicSettings().name(Topic.IMAGES);
    try {
      clusterId = admin.describeCluster().clusterId().get();
      imagesTopicId =
          admin
              .describeTopics(List.of(images))
              .allTopicNames()
              .get()
              .get(images)
              .topicId()
              .toString();
    } catch (ExecutionException e) {
      throw new StreamsightException(
          Reason.UNAVAILABLE,
          "Can't ask for the identity of topic %s: %s".formatted(images, e.getCause().getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamsightException(Reason.UNAVAILABLE, "Interrupted at start", e);
    }
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

package io.streamsight.trainer.kafka;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Identifier;
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

/** Looks after the trainer's topics before any channel connects. */
@ApplicationScoped
public class TopicStartup {
  private static final List<Topic> TOPICS =
      List.of(
          Topic.IMAGES,
          Topic.IMAGE_INDEX,
          Topic.IMAGE_SPLITS,
          Topic.TRAINING_REQUESTS,
          Topic.TRAINING_REQUESTS_DLQ,
          Topic.REGISTRY,
          Topic.RUN_LEASES,
          Topic.TRAINING_EVENTS,
          Topic.TRAINING_CHECKPOINTS,
          Topic.MODELS);

  /** A broker that starts at the same time gets so long; then whoever starts us may try again. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  void provision(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig config) {
    try {
      ClusterAtStart.ask(
          "trainer-service",
          kafka,
          PATIENCE,
          admin ->
              new TopicProvisioner(admin, config.topicSettings())
                  .provision(config.topics(), TOPICS));
    } catch (StreamsightException e) {
      // Quarkus prints the message of this exception alone, and exits.
      throw new ConfigurationException(e.getMessage());
    }
  }
}

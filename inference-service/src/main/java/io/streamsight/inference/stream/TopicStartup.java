package io.streamsight.inference.stream;

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

/** Looks after the topics of inference before any channel connects. */
@ApplicationScoped
public class TopicStartup {
  private static final List<Topic> TOPICS =
      List.of(
          Topic.REGISTRY,
          Topic.MODELS,
          Topic.CLASSIFICATION_REQUESTS,
          Topic.CLASSIFICATION_REQUESTS_DLQ,
          Topic.CLASSIFICATIONS,
          Topic.SERVING_EVENTS);

  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(10);

  void provision(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig config,
      AnswerRecords answers) {
    try {
      ClusterAtStart.ask(
          "inference-service",
          kafka,
          ANSWERS_WITHIN,
          admin -> {
            new TopicProvisioner(admin, config.topicSettings()).provision(config.topics(), TOPICS);
            answers.identify(admin);
          });
    } catch (StreamsightException e) {
      // Of this exception Quarkus prints the message alone, and ends with code 1.
      throw new ConfigurationException(e.getMessage());
    }
  }
}

package io.streamsight.inference.stream;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.common.annotation.Identifier;
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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

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

  private static final int ANSWER_WITHIN_MS = 10_000;

  void provision(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig config,
      AnswerRecords answers) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS / 2);
    try (Admin admin = Admin.create(settings)) {
      new TopicProvisioner(admin, config.topicSettings()).provision(config.topics(), TOPICS);
      answers.identify(admin);
    } catch (StreamsightException e) {
      throw fatal(
          kafka, "%s: %s. %s".formatted(e.reason().code(), e.getMessage(), e.reason().remedy()));
    } catch (KafkaException e) {
      throw fatal(kafka, e.getMessage());
    }
  }

  private static ConfigurationException fatal(Map<String, Object> kafka, String why) {
    // Of this exception Quarkus prints the message alone, and ends with code 1.
    return new ConfigurationException(
        "inference-service can't start with kafka.bootstrap.servers=%s: %s"
            .formatted(kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), why));
  }
}

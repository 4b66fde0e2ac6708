package io.streamsight.inference.stream;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.StartupEvent;
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

/** Looks after the topics of inference before any channel connects. */
@ApplicationScoped
public class TopicStartup {
  private static final List<Topic> TOPICS =
      List.of(
          Topic.REGISTRY,
          Topic.MODELS,
          Topic.CLASSIFICATION_REQUESTS,
          Topic.CLASSIFICATION_REQUESTS_DLQ,
          Topic.CLASSIFICATIONS);

  /** A broker that starts at the same time gets so long; then whoever starts us may try again. */
  private static final int PATIENCE_MS = 30_000;

  void provision(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig config,
      AnswerRecords answers) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    try (Admin admin = Admin.create(settings)) {
      new TopicProvisioner(admin, config.topicSettings()).provision(config.topics(), TOPICS);
      answers.identify(admin);
    } catch (StreamsightException e) {
      // Without a cause: Quarkus then prints this line alone, not a stack trace around it.
      throw new PreventFurtherStepsException(
          "Not starting (%s): %s. %s"
              .formatted(e.reason().code(), e.getMessage(), e.reason().remedy()),
          1);
    }
  }
}

package io.streamsight.trainer.registry;

import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.LogTail;
import io.streamsight.contract.run.TrainingEvent;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How far runs are: follows {@code training-events}, whoever trains. */
@Startup
@ApplicationScoped
public class RunProgress {
  private final Map<String, RunCourse> courses = new ConcurrentHashMap<>();
  private final LogTail tail;

  RunProgress(
      @Identifier("default-kafka-broker") Map<String, Object> kafka, InstallationConfig config) {
    tail = new LogTail(kafka, config.topicSettings().name(Topic.TRAINING_EVENTS), this::fold);
  }

  private void fold(ConsumerRecord<byte[], byte[]> record) {
    TrainingEvent event = Json.read(record.value(), TrainingEvent.class);
    courses.merge(event.runId(), RunCourse.NONE.then(event), (before, first) -> before.then(event));
  }

  /** Whether it still follows. */
  public boolean alive() {
    return tail.alive();
  }

  /** What is known of a run; of an unknown one nothing. */
  public RunCourse of(String runId) {
    return courses.getOrDefault(runId, RunCourse.NONE);
  }

  @PreDestroy
  void close() {
    tail.close();
  }
}

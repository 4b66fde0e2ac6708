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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How far runs are: follows {@code training-events}, whoever trains. */
@Startup
@ApplicationScoped
public class RunProgress {
  private final Map<String, TrainingEvent> latest = new ConcurrentHashMap<>();
  private final Map<String, List<TrainingEvent>> epochs = new ConcurrentHashMap<>();
  private final LogTail tail;

  RunProgress(
      @Identifier("default-kafka-broker") Map<String, Object> kafka, InstallationConfig config) {
    tail = new LogTail(kafka, config.topicSettings().name(Topic.TRAINING_EVENTS), this::fold);
  }

  private void fold(ConsumerRecord<byte[], byte[]> record) {
    TrainingEvent event = Json.read(record.value(), TrainingEvent.class);
    latest.put(event.runId(), event);
    if (event.kind() == TrainingEvent.Kind.EPOCH) {
      epochs.merge(event.runId(), List.of(event), RunProgress::append);
    }
  }

  /**
   * A worker that took over repeats epochs that the one before did not finish: the later counts.
   */
  private static List<TrainingEvent> append(List<TrainingEvent> before, List<TrainingEvent> next) {
    List<TrainingEvent> all = new ArrayList<>(before);
    all.removeIf(e -> e.epoch() >= next.get(0).epoch());
    all.addAll(next);
    return List.copyOf(all);
  }

  /** Whether it still follows. */
  public boolean alive() {
    return tail.alive();
  }

  public Optional<TrainingEvent> latest(String runId) {
    return Optional.ofNullable(latest.get(runId));
  }

  /** The finished epochs, in order. */
  public List<TrainingEvent> epochs(String runId) {
    return epochs.getOrDefault(runId, List.of());
  }

  @PreDestroy
  void close() {
    tail.close();
  }
}

package io.streamsight.trainer.registry;

import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.LogTail;
import io.streamsight.contract.registry.Outcome;
import io.streamsight.contract.registry.Proposal;
import io.streamsight.contract.registry.Registry;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.trainer.kafka.TopicWriter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** The registry as this process sees it: follows the topic, appends proposals. */
@Startup
@ApplicationScoped
public class RegistryLog {
  private static final Duration READ_BACK = Duration.ofSeconds(30);

  private final Registry registry = new Registry();

  /** What became of proposals that somebody here waits for, by offset. */
  private final Map<Long, Outcome> outcomes = new ConcurrentHashMap<>();

  private final int maxModelBytes;
  private final TopicWriter writer;
  private final LogTail tail;

  RegistryLog(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig config,
      TopicWriter writer) {
    this.maxModelBytes = config.maxModelBytes();
    this.writer = writer;
    tail = new LogTail(kafka, config.topicSettings().name(Topic.REGISTRY), this::fold);
  }

  private void fold(ConsumerRecord<byte[], byte[]> record) {
    Proposal proposal = Json.read(record.value(), Proposal.class);
    Outcome outcome = registry.apply(record.offset(), record.timestamp(), proposal);
    // Bounded: who waits reads its own within that many.
    outcomes.put(record.offset(), outcome);
    outcomes.remove(record.offset() - 1_000);
  }

  public Registry registry() {
    return registry;
  }

  /** Whether all that was there at the start has been folded. */
  public boolean ready() {
    return tail.caughtUp();
  }

  /** Whether it still follows. */
  public boolean alive() {
    return tail.alive();
  }

  /**
   * Waits until everything that the topic holds now has been folded.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when the broker is away
   */
  public void catchUp() {
    tail.awaitEnd(READ_BACK);
  }

  private void awaitFolded(int partition, long offset) {
    try {
      tail.await(partition, offset, READ_BACK);
    } catch (TimeoutException e) {
      throw new StreamsightException(Reason.UNAVAILABLE, e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamsightException(Reason.UNAVAILABLE, "Interrupted while reading", e);
    }
  }

  /**
   * Appends a proposal and waits until its place in the order has decided what becomes of it.
   *
   * @throws StreamsightException {@link Reason#UNAVAILABLE} when the broker is away: whether it was
   *     appended is then unknown. A move proposed again from where the alias pointed is refused if
   *     it was.
   */
  public Outcome propose(Proposal proposal) {
    RecordMetadata at =
        writer.write(
            Topic.REGISTRY,
            Event.json(EventType.PROPOSAL, proposal.model(), TopicWriter.SOURCE, proposal));
    awaitFolded(at.partition(), at.offset());
    Outcome outcome = outcomes.remove(at.offset());
    if (outcome == null) {
      throw new StreamsightException(
          Reason.UNAVAILABLE,
          "The decision at offset %d of the registry is recorded, but so many followed that what became of it is no longer at hand: look at the history"
              .formatted(at.offset()));
    }
    return outcome;
  }

  /**
   * What a request means, given all versions that there are now.
   *
   * @throws StreamsightException {@link Reason#EVENT_INVALID} when no run can be so; {@link
   *     Reason#CONFLICT} when it names a version that it can't have now; {@link
   *     Reason#MODEL_TOO_LARGE} or {@link Reason#CHECKPOINT_TOO_LARGE} when its results fit into no
   *     record; {@link Reason#UNAVAILABLE} when it names a version and the broker is away
   */
  public ResolvedRequest resolve(TrainingRequest request) {
    if (request.repeat() != null || request.fineTuning() != null) {
      catchUp();
    }
    ResolvedRequest resolved = RequestResolution.resolve(request, registry);
    resolved.requireFit(maxModelBytes);
    return resolved;
  }

  @PreDestroy
  void close() {
    tail.close();
  }
}

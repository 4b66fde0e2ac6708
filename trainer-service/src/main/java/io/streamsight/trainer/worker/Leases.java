package io.streamsight.trainer.worker;

import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.log.LogTail;
import io.streamsight.contract.run.Lease;
import io.streamsight.contract.run.LeaseFold;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.trainer.TrainerConfig;
import io.streamsight.trainer.kafka.TopicWriter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Who works on which run: follows {@code run-leases}, claims and gives back. */
@Startup
@ApplicationScoped
public class Leases {
  private static final Duration READ_BACK = Duration.ofSeconds(30);

  private final String worker = WorkerName.ofThisProcess();
  private final LeaseFold fold = new LeaseFold();

  /** When the last claim that won was sent, by run: the broker's clock can't have been earlier. */
  private final Map<String, Long> claimedAt = new ConcurrentHashMap<>();

  private final long lifetimeMs;
  private final TopicWriter writer;
  private final LogTail tail;

  Leases(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation,
      TrainerConfig config,
      TopicWriter writer) {
    requireOutlasting(config.leaseLifetime(), config.leaseRenewal());
    this.lifetimeMs = config.leaseLifetime().toMillis();
    this.writer = writer;
    tail = new LogTail(kafka, installation.topicSettings().name(Topic.RUN_LEASES), this::apply);
  }

  /**
   * @throws IllegalArgumentException when a lease would run out over one lost renewal: two workers
   *     would train the same run
   */
  static void requireOutlasting(Duration lifetime, Duration renewal) {
    if (renewal.isZero()
        || renewal.isNegative()
        || lifetime.compareTo(renewal.multipliedBy(2)) < 0) {
      throw new IllegalArgumentException(
          "streamsight.trainer.lease-lifetime=%s must be twice lease-renewal=%s, or more"
              .formatted(lifetime, renewal));
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    String runId = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      fold.forget(runId);
    } else {
      fold.apply(
          runId, Json.read(record.value(), Lease.class), record.timestamp(), System.nanoTime());
    }
  }

  public boolean ready() {
    return tail.caughtUp();
  }

  /** Whether it still follows. */
  public boolean alive() {
    return tail.alive();
  }

  /** Who works on the run now; empty when it is free. */
  public Optional<LeaseFold.Holder> holder(String runId) {
    return fold.holder(runId, System.nanoTime());
  }

  /** The runs that were ever claimed and whose traces are not cleared away yet. */
  public List<String> runs() {
    return fold.runs();
  }

  /**
   * Whether this process may work on the run. Counted from before the claim was sent: a process
   * that slept, or waited for the broker, must not believe longer in its lease than all others do.
   */
  public boolean held(String runId) {
    Long claimed = claimedAt.get(runId);
    return claimed != null && (System.nanoTime() - claimed) / 1_000_000 < lifetimeMs && ours(runId);
  }

  private boolean ours(String runId) {
    return holder(runId).map(h -> h.worker().equals(worker)).orElse(false);
  }

  /** This process, as other workers see it. */
  public String worker() {
    return worker;
  }

  /**
   * Claims a run, or renews the claim.
   *
   * @return whether this process holds it, as all others will see it too
   */
  public boolean claim(String runId) {
    long sent = System.nanoTime();
    RecordMetadata at = write(runId, new Lease(worker, false, lifetimeMs));
    try {
      tail.await(at.partition(), at.offset(), READ_BACK);
    } catch (TimeoutException e) {
      throw new StreamsightException(Reason.UNAVAILABLE, e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    if (ours(runId)) {
      claimedAt.put(runId, sent);
    }
    return held(runId);
  }

  /** Gives the run back, for the next worker to go on at once. */
  public void release(String runId) {
    claimedAt.remove(runId);
    write(runId, new Lease(worker, true, lifetimeMs));
  }

  /** The run has ended: nobody will claim it again. */
  public void end(String runId) {
    claimedAt.remove(runId);
    writer.tombstone(Topic.RUN_LEASES, runId.getBytes(StandardCharsets.UTF_8));
  }

  private RecordMetadata write(String runId, Lease lease) {
    return writer.write(
        Topic.RUN_LEASES, Event.json(EventType.LEASE, runId, TopicWriter.SOURCE, lease));
  }

  @PreDestroy
  void close() {
    tail.close();
  }
}

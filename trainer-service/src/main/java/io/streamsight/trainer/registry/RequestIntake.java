package io.streamsight.trainer.registry;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.reactive.messaging.kafka.IncomingKafkaRecord;
import io.streamsight.contract.Reason;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.event.DeadLetter;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.registry.Proposal.RunRequested;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.trainer.kafka.TopicWriter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** Copies {@code training-requests} into the registry; what is wrong goes to the dead letters. */
@ApplicationScoped
public class RequestIntake {
  private static final Logger LOG = Logger.getLogger(RequestIntake.class);

  private static final long PAUSE_MS = 2_000;

  private final RegistryLog registry;
  private final TopicWriter writer;
  private final TopicSettings topics;
  private final MeterRegistry meters;
  private volatile boolean stopping;

  RequestIntake(
      RegistryLog registry, TopicWriter writer, InstallationConfig config, MeterRegistry meters) {
    this.registry = registry;
    this.writer = writer;
    this.topics = config.topicSettings();
    this.meters = meters;
  }

  @Incoming("training-requests")
  @Blocking
  CompletionStage<Void> accept(IncomingKafkaRecord<byte[], byte[]> message) {
    ConsumerRecord<byte[], byte[]> record =
        message
            .getMetadata(io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata.class)
            .orElseThrow()
            .getRecord();
    while (!stopping) {
      try {
        take(record);
        return message.ack();
      } catch (StreamsightException e) {
        // To fail would end the intake for good: the request waits here for the broker instead.
        LOG.warnf("The request at offset %d has to wait: %s", record.offset(), e.getMessage());
        pause();
      }
    }
    // Not acknowledged: whoever runs next is asked again.
    return CompletableFuture.completedStage(null);
  }

  /** Into the registry, or to the dead letters. */
  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      TrainingRequest request =
          registry.resolve(Json.read(record.value(), TrainingRequest.class)).request();
      registry.propose(new RunRequested(request.model(), runId(record), request, by(record)));
    } catch (StreamsightException e) {
      if (e.reason() == Reason.UNAVAILABLE) {
        throw e;
      }
      LOG.warnf("Refused training request at offset %d: %s", record.offset(), e.getMessage());
      writer.write(
          DeadLetter.of(record, e.reason(), e.getMessage(), Topic.TRAINING_REQUESTS_DLQ, topics));
      meters
          .counter("streamsight.training.requests.refused", "reason", e.reason().code())
          .increment();
    }
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
  }

  /** The same record asks for the same run, however often it is delivered. */
  private static String runId(ConsumerRecord<byte[], byte[]> record) {
    String position = record.partition() + "/" + record.offset() + "/" + record.timestamp();
    return Sha256.of(position).substring(0, 12);
  }

  private static String by(ConsumerRecord<byte[], byte[]> record) {
    String source = Event.header(record.headers(), "ce_source");
    return source == null ? record.topic() : source;
  }
}

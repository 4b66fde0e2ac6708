package io.streamsight.ingest.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Identifier;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.ingest.IngestConfig;
import io.streamsight.ingest.kafka.LogWriter.Pace;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/**
 * Kafka clients whose limits follow from the size of the largest image. They are made at the start,
 * when the broker is there: one can't be made while no broker's name resolves, but it outlasts
 * that.
 */
@ApplicationScoped
class Clients {
  /** A restarted or re-elected broker is back by then; nobody waits for a dead letter. */
  private static final Duration UNHURRIED = Duration.ofMinutes(2);

  private final Map<String, Object> kafka;
  private final TopicSettings settings;
  private final MeterRegistry meters;

  Clients(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      InstallationConfig installation,
      MeterRegistry meters) {
    this.kafka = kafka;
    this.settings = installation.topicSettings();
    this.meters = meters;
  }

  @Produces
  @Singleton
  @Startup
  @Identifier("publisher")
  LogWriter publisher(IngestConfig config) {
    return writer("ingest-publisher", Pace.AT_ONCE, config.deliveryTimeout());
  }

  @Produces
  @Singleton
  @Startup
  @Identifier("importer")
  LogWriter importer(IngestConfig config) {
    return writer("ingest-importer", Pace.GATHER, config.importDeliveryTimeout());
  }

  @Produces
  @Singleton
  @Startup
  @Identifier("assignment-check")
  LogWriter assignmentCheck() {
    return writer("ingest-assignment-check", Pace.AT_ONCE, UNHURRIED);
  }

  private LogWriter writer(String clientId, Pace pace, Duration deliveryTimeout) {
    LogWriter writer = new LogWriter(kafka, clientId, settings, pace, deliveryTimeout);
    new KafkaClientMetrics(writer.producer()).bindTo(meters);
    return writer;
  }

  void close(@Disposes @Identifier("publisher") LogWriter publisher) {
    publisher.close();
  }

  void closeImporter(@Disposes @Identifier("importer") LogWriter importer) {
    importer.close();
  }

  void closeAssignmentCheck(@Disposes @Identifier("assignment-check") LogWriter assignmentCheck) {
    assignmentCheck.close();
  }
}

package io.streamsight.ingest.dataset;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.streamsight.contract.event.DeadLetter;
import io.streamsight.contract.log.AssignmentRecord;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.ingest.kafka.LogWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * The one owner of {@code image-splits}: writes a dead letter for every record that is no
 * assignment. All who fold the topic pass over these.
 */
@ApplicationScoped
class AssignmentCheck {
  private static final Logger LOG = Logger.getLogger(AssignmentCheck.class);

  private final LogWriter log;
  private final MeterRegistry meters;
  private final TopicSettings topics;

  AssignmentCheck(
      @Identifier("assignment-check") LogWriter log,
      InstallationConfig installation,
      MeterRegistry meters) {
    this.log = log;
    this.meters = meters;
    topics = installation.topicSettings();
  }

  @Incoming("image-splits")
  @Blocking
  void check(ConsumerRecords<byte[], byte[]> batch) {
    List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : batch) {
      if (AssignmentRecord.of(record) instanceof AssignmentRecord.Malformed malformed) {
        LOG.infof(
            "Refused %s-%d@%d (%s): %s",
            record.topic(),
            record.partition(),
            record.offset(),
            malformed.reason().code(),
            malformed.detail());
        meters
            .counter("streamsight.assignments.refused", "reason", malformed.reason().code())
            .increment();
        sent.add(
            log.send(
                DeadLetter.of(
                    record,
                    malformed.reason(),
                    malformed.detail(),
                    Topic.IMAGE_SPLITS_DLQ,
                    topics)));
      }
    }
    LogWriter.acknowledged(CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)));
  }
}

package io.streamsight.inference.stream;

import io.streamsight.contract.Reason;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.dataset.ImageId;
import io.streamsight.contract.event.DeadLetter;
import io.streamsight.contract.event.Event;
import io.streamsight.contract.event.EventType;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import io.streamsight.inference.classify.Answer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** How an answer stands in its topic. */
@ApplicationScoped
public class AnswerRecords {
  private static final String SOURCE = "/streamsight/inference";

  /** Of a requester's trace, passed on as they are. */
  private static final List<String> TRACE = List.of("traceparent", "tracestate");

  /** What a record has beside key, value and headers, generously. */
  private static final int FRAMING = 1024;

  private final TopicSettings topics;
  private final int maxBytes;
  private String origin = "";

  AnswerRecords(InstallationConfig config) {
    topics = config.topicSettings();
    maxBytes = Topic.CLASSIFICATIONS.maxMessageBytes(topics) - FRAMING;
  }

  /** Learns which cluster and topic the requests are of, so that ids differ from all others. */
  void identify(Admin admin) {
    String name = topics.name(Topic.CLASSIFICATION_REQUESTS);
    try {
      origin =
          admin.describeCluster().clusterId().get()
              + "/"
              + admin.describeTopics(List.of(name)).allTopicNames().get().get(name).topicId();
    } catch (ExecutionException e) {
      throw new StreamsightException(
          Reason.UNAVAILABLE,
          "Can't ask for the identity of topic %s: %s".formatted(name, e.getCause().getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamsightException(Reason.UNAVAILABLE, "Interrupted at start", e);
    }
  }

  /** The answer, or the dead letter; also for an answer that its topic would not take. */
  Reply of(ConsumerRecord<byte[], byte[]> request, Answer answer) {
    if (answer instanceof Answer.Classified classified) {
      var record = classification(request, classified.classification());
      int bytes = bytes(record);
      if (bytes <= maxBytes) {
        return new Reply(answer, record);
      }
      return letter(
          request,
          new Answer.Rejected(
              Reason.ANSWER_TOO_LARGE,
              "The answer would have %d bytes, %s takes %d"
                  .formatted(bytes, record.topic(), maxBytes)));
    }
    return letter(request, (Answer.Rejected) answer);
  }

  private Reply letter(ConsumerRecord<byte[], byte[]> request, Answer.Rejected rejected) {
    return new Reply(
        rejected,
        DeadLetter.of(
            request,
            rejected.reason(),
            rejected.detail(),
            Topic.CLASSIFICATION_REQUESTS_DLQ,
            topics));
  }

  private static int bytes(ProducerRecord<byte[], byte[]> record) {
    int bytes = record.value().length + (record.key() == null ? 0 : record.key().length);
    for (Header header : record.headers()) {
      bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return bytes;
  }

  private ProducerRecord<byte[], byte[]> classification(
      ConsumerRecord<byte[], byte[]> request, Classification classification) {
    Event event =
        new Event(
            EventType.CLASSIFICATION,
            request.key(),
            id(request),
            SOURCE,
            classification.imageId(),
            EventType.CLASSIFICATION.contentType(),
            Json.write(classification),
            requestId(request));
    ProducerRecord<byte[], byte[]> record = event.toRecord(topics.name(Topic.CLASSIFICATIONS));
    for (String name : TRACE) {
      Header header = request.headers().lastHeader(name);
      if (header != null) {
        record.headers().add(header);
      }
    }
    return record;
  }

  /** The same for every repeat of this request's answer, and for no other request. */
  private String id(ConsumerRecord<byte[], byte[]> request) {
    return Sha256.of("%s/%d/%d".formatted(origin, request.partition(), request.offset()))
        .substring(0, 32);
  }

  private static Map<String, String> requestId(ConsumerRecord<byte[], byte[]> request) {
    String id = Event.header(request.headers(), "ce_id");
    return id == null ? Map.of() : Map.of("requestid", id);
  }

  /** The request's key, where it can be an image id; null otherwise. */
  static String imageId(ConsumerRecord<byte[], byte[]> request) {
    try {
      return ImageId.ofKey(request.key());
    } catch (StreamsightException e) {
      return null;
    }
  }
}

package io.streamsight.contract.event;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What becomes a record: a CloudEvent in binary mode, its attributes in {@code ce_*} headers and
 * its payload as the plain value.
 *
 * @param key the record's key; null for none
 * @param id unique for its source: a repeat of the same fact has the same id
 * @param source who says so: {@code /streamsight/ingest}
 * @param subject what it is about (image id, run id, model); null for none
 * @param contentType the payload's media type
 * @param extensions CloudEvents extension attributes: lower-case letters and digits
 */
public record Event(
    EventType type,
    byte[] key,
    String id,
    String source,
    String subject,
    String contentType,
    byte[] payload,
    Map<String, String> extensions) {

  /** An event of a JSON value, identified by chance. */
  public static Event json(EventType type, String key, String source, Object value) {
    return of(type, key, source, type.contentType(), Json.write(value));
  }

  public static Event of(
      EventType type, String key, String source, String contentType, byte[] payload) {
    return new Event(
        type,
        key.getBytes(StandardCharsets.UTF_8),
        UUID.randomUUID().toString(),
        source,
        key,
        contentType,
        payload,
        Map.of());
  }

  public Event withExtension(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(extensions);
    more.put(name, value);
    return new Event(type, key, id, source, subject, contentType, payload, more);
  }

  /** The record for {@code topic}, its partition chosen by the key. */
  public ProducerRecord<byte[], byte[]> toRecord(String topic) {
    CloudEventBuilder builder =
        CloudEventBuilder.v1()
            .withId(id)
            .withType(type.type())
            .withSource(URI.create(source))
            .withTime(Instant.now().atOffset(ZoneOffset.UTC))
            .withDataContentType(contentType);
    if (subject != null) {
      builder.withSubject(subject);
    }
    extensions.forEach(builder::withExtension);
    CloudEvent event = builder.withData(payload).build();
    return KafkaMessageFactory.<byte[]>createWriter(topic, key).writeBinary(event);
  }

  /** A header's text, or null. The last one counts, as in Kafka's own {@code lastHeader}. */
  public static String header(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}

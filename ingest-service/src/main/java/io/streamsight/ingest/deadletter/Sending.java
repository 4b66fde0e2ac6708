package io.streamsight.ingest.deadletter;

import io.streamsight.contract.StreamsightException;
import io.streamsight.ingest.kafka.LogWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends many records with few bytes in flight. One thread at a time. */
final class Sending {
  /** A round trip for each hundred costs small records little. */
  private static final int MAX_RECORDS = 100;

  private final LogWriter log;
  private final long maxBytes;
  private final List<CompletableFuture<RecordMetadata>> inFlight = new ArrayList<>();
  private long bytes;
  private long acknowledged;

  Sending(LogWriter log, long maxBytes) {
    this.log = log;
    this.maxBytes = maxBytes;
  }

  /**
   * Waits first when it would be too much at once.
   *
   * @throws StreamsightException when the broker did not take one of those before
   */
  void send(ProducerRecord<byte[], byte[]> record) {
    long size = record.value() == null ? 0 : record.value().length;
    if (inFlight.size() == MAX_RECORDS || bytes + size > maxBytes) {
      finish();
    }
    inFlight.add(log.send(record));
    bytes += size;
  }

  /** Returns when the broker has all of them. */
  void finish() {
    inFlight.forEach(LogWriter::acknowledged);
    acknowledged += inFlight.size();
    inFlight.clear();
    bytes = 0;
  }

  /** How many the broker has for certain. */
  long acknowledged() {
    return acknowledged;
  }
}

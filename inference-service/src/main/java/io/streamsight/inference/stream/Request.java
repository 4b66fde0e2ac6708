package io.streamsight.inference.stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A record between its poll and the commit of its offset. Its state belongs to {@link Window}. */
final class Request {
  private final ConsumerRecord<byte[], byte[]> record;
  private volatile boolean dropped;
  private Reply reply;
  private boolean written;

  Request(ConsumerRecord<byte[], byte[]> record) {
    this.record = record;
  }

  ConsumerRecord<byte[], byte[]> record() {
    return record;
  }

  TopicPartition partition() {
    return new TopicPartition(record.topic(), record.partition());
  }

  int bytes() {
    return record.value() == null ? 0 : record.value().length;
  }

  /** Whether it is another's by now: work on it is for nothing. */
  boolean dropped() {
    return dropped;
  }

  void drop() {
    dropped = true;
  }

  /** Null while it is in work. */
  Reply reply() {
    return reply;
  }

  void reply(Reply reply) {
    this.reply = reply;
  }

  /** Whether the answer is on the log. */
  boolean written() {
    return written;
  }

  void write() {
    written = true;
  }
}

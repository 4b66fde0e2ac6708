package io.streamsight.inference.stream;

import io.streamsight.inference.classify.Answer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A record between its poll and the commit of its offset. Its state belongs to {@link Window}. */
final class Request {
  private final ConsumerRecord<byte[], byte[]> record;
  private volatile boolean dropped;
  private Answer answer;
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
  Answer answer() {
    return answer;
  }

  void answer(Answer answer) {
    this.answer = answer;
  }

  /** Whether the answer is on the log. */
  boolean written() {
    return written;
  }

  void write() {
    written = true;
  }
}

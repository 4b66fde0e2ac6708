package io.streamsight.inference.stream;

/** How answers, dead letters and the group's position get onto the log. For one thread. */
interface Delivery {
  /**
   * Writes what is due, and commits what is done.
   *
   * @throws org.apache.kafka.common.KafkaException when something can't be written; the session is
   *     then of no more use
   */
  void advance();

  /** Writes and commits everything that is answered, and returns when the broker has it. */
  void flush();

  /** Something failed, and the session ends: saves what can be saved. */
  void abandon();
}

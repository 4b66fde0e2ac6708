package io.streamsight.inference.watch;

/** What a watcher is told next. */
sealed interface Told {
  /**
   * A record.
   *
   * @param name null for an answer, {@code serving} for what a replica serves from now on
   * @param id the record's {@code ce_id}; null for none
   * @param json the record's value
   */
  record Event(String name, String id, String json) implements Told {}

  /** So many records were left out, since the client is slower than they come. */
  record Dropped(long count) implements Told {}

  /** Nothing came for a while, but the connection is alive. */
  record Heartbeat() implements Told {}

  /** Nothing more will come. */
  record End() implements Told {}
}

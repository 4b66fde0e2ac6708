package io.streamsight.ingest.publish;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What this process has published of late. The index comes to know it a moment later; until then an
 * image that comes again would look new.
 */
final class RecentImages {
  /** An import that is so far ahead of the indexer may publish a repeat once more. */
  private static final int CAPACITY = 100_000;

  /** Bytes on their way to the log, or there. */
  record Sent(String contentHash, CompletableFuture<RecordMetadata> at) {
    /**
     * Whether the index has come to these bytes.
     *
     * @param positions the last offsets of the image that the index has seen, by partition
     */
    private boolean indexed(Map<Integer, Long> positions) {
      RecordMetadata position = at.isCompletedExceptionally() ? null : at.getNow(null);
      return position != null
          && positions.getOrDefault(position.partition(), -1L) >= position.offset();
    }
  }

  private final Map<String, Sent> byId =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sent> eldest) {
          return size() > CAPACITY;
        }
      };

  /**
   * What was sent under this id and is not in the index yet.
   *
   * @param positions the last offsets of the image that the index has seen, by partition
   */
  synchronized Optional<Sent> get(String imageId, Map<Integer, Long> positions) {
    Sent sent = byId.get(imageId);
    return sent == null || sent.indexed(positions) ? Optional.empty() : Optional.of(sent);
  }

  /** Remembers what is being sent until it fails, or too much else has come. */
  void put(String imageId, Sent sent) {
    synchronized (this) {
      byId.remove(imageId);
      byId.put(imageId, sent);
    }
    sent.at.whenComplete(
        (position, failure) -> {
          if (failure != null) {
            forget(imageId, sent);
          }
        });
  }

  private synchronized void forget(String imageId, Sent sent) {
    byId.remove(imageId, sent);
  }
}

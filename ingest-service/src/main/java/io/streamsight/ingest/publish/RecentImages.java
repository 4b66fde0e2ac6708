package io.streamsight.ingest.publish;

import io.streamsight.contract.dataset.IndexRecord;
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
    /** Whether the index has something that came after these bytes. */
    private boolean olderThan(IndexRecord indexed) {
      if (!at.isDone() || at.isCompletedExceptionally()) {
        return at.isCompletedExceptionally();
      }
      RecordMetadata position = at.join();
      return indexed.partition() == position.partition() && indexed.offset() > position.offset();
    }
  }

  private final Map<String, Sent> byId =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sent> eldest) {
          return size() > CAPACITY;
        }
      };

  /** What was sent under this id, if it is newer than what the index says. */
  synchronized Optional<Sent> get(String imageId, Optional<IndexRecord> indexed) {
    Sent sent = byId.get(imageId);
    if (sent == null || sent.at.isCompletedExceptionally()) {
      return Optional.empty();
    }
    return indexed.isPresent() && sent.olderThan(indexed.get())
        ? Optional.empty()
        : Optional.of(sent);
  }

  synchronized void put(String imageId, Sent sent) {
    byId.remove(imageId);
    byId.put(imageId, sent);
  }
}

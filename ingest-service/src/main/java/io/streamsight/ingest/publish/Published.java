package io.streamsight.ingest.publish;

/**
 * An image that the log holds.
 *
 * @param contentHash SHA-256 of the encoded bytes
 */
public record Published(
    String imageId, String contentHash, String topic, int partition, long offset) {}

package io.streamsight.cli;

/** Where an image stands in the log after {@code PUT /images/{id}}. */
public record PublishedImage(
    String imageId, String contentHash, String topic, int partition, long offset) {}

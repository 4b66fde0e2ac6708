package io.streamsight.cli;

import java.time.Instant;

/** One element of {@code GET /models} of the inference service: what it serves right now. */
public record ServedModel(
    String name, int version, String runId, String sha256, String device, Instant loadedAt) {}

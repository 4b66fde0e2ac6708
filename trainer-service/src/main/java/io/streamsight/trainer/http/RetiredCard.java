package io.streamsight.trainer.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * The card of a version that is retired.
 *
 * @param changed false when it was retired before: then nothing was recorded
 */
public record RetiredCard(boolean changed, @JsonUnwrapped VersionCard card) {}

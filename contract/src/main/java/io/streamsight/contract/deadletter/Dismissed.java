package io.streamsight.contract.deadletter;

/**
 * What a dismissal did.
 *
 * @param topic whose records were refused
 * @param dismissed how many letters
 */
public record Dismissed(String topic, long dismissed) {}

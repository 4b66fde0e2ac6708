package io.streamsight.contract.deadletter;

import java.util.List;
import java.util.Map;

/**
 * What the dead letters of a topic hold.
 *
 * @param topic whose records were refused
 * @param letters the newest of those that were asked for, newest first
 * @param byReason how many were asked for in all, by the code of the refusal
 */
public record LetterList(String topic, List<LetterReport> letters, Map<String, Long> byReason) {}

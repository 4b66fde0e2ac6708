package io.streamsight.contract.deadletter;

import java.util.List;

/**
 * What a replay did.
 *
 * @param topic where the records went
 * @param replayed how many
 * @param notReplayedCount how many matter still, but could not go
 * @param notReplayed the first of these, and why
 */
public record Replayed(
    String topic, long replayed, long notReplayedCount, List<LetterReport> notReplayed) {}

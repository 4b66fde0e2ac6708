package io.streamsight.contract.registry;

/**
 * What the gate said of a candidate, with its numbers.
 *
 * @param promote whether champion shall move to it
 * @param why one sentence for the audit trail
 * @param champion the version that it was compared with; null when there was none
 * @param images on which both were compared: validation images that neither trained on
 * @param candidateAccuracy on those images, 0 to 1
 * @param championAccuracy on those images, 0 to 1; null when there was none
 * @param margin by how much it might have been worse
 */
public record Verdict(
    boolean promote,
    String why,
    Integer champion,
    int images,
    double candidateAccuracy,
    Double championAccuracy,
    double margin) {}

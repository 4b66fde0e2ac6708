package io.streamsight.benchmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * One pass over all images.
 *
 * @param refused of {@code images}
 * @param usage by process, from the start of its first to the end of its last
 * @param othersCores cores that were busy with what is not ours
 * @param readFromImages bytes that the service has read from the topic {@code images}
 */
record Measurement(
    long images,
    long refused,
    long bytes,
    double seconds,
    Map<String, Usage> usage,
    double othersCores,
    long readFromImages) {

  @JsonProperty
  double imagesPerSecond() {
    return images / seconds;
  }
}

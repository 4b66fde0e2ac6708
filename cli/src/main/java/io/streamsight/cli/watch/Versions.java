package io.streamsight.cli.watch;

import io.streamsight.contract.classification.Classification;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which version of each model answers. While replicas swap one after the other both do: a version
 * that has just been heard is not announced again.
 */
final class Versions {
  private static final Duration RECENT = Duration.ofSeconds(30);

  private record Version(String model, int version) {}

  private final Map<String, Integer> current = new TreeMap<>();
  private final Map<Version, Long> lastHeard = new HashMap<>();

  /** The announcement of a swap, if this answer shows one. */
  Optional<String> hear(long now, Classification answer) {
    Long last = lastHeard.put(new Version(answer.model(), answer.version()), now);
    Integer before = current.putIfAbsent(answer.model(), answer.version());
    if (before == null
        || before == answer.version()
        || last != null && now - last < RECENT.toNanos() && recent(now, answer.model(), before)) {
      return Optional.empty();
    }
    current.put(answer.model(), answer.version());
    return Optional.of(
        "%s: version %d answers now, before it %d"
            .formatted(answer.model(), answer.version(), before));
  }

  private boolean recent(long now, String model, int version) {
    Long last = lastHeard.get(new Version(model, version));
    return last != null && now - last < RECENT.toNanos();
  }

  /** {@code birds v2, pets v4}. */
  String text() {
    return current.entrySet().stream()
        .map(entry -> "%s v%d".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}

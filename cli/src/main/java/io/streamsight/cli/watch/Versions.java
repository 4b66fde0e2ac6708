package io.streamsight.cli.watch;

import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.serving.ServingEvent;
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
    return Optional.of(swap(answer.model(), answer.version(), before));
  }

  /** What a replica tells, unless another has told it before, or an answer has. */
  Optional<String> hear(long now, ServingEvent event) {
    String model = event.model();
    return switch (event.kind()) {
      case SERVED -> {
        lastHeard.put(new Version(model, event.version()), now);
        if (event.before() != null) {
          // Other replicas answer with it for a while.
          lastHeard.put(new Version(model, event.before()), now);
        }
        Integer known = current.put(model, event.version());
        Integer before = known == null ? event.before() : known;
        yield Integer.valueOf(event.version()).equals(before)
            ? Optional.empty()
            : Optional.of(swap(model, event.version(), before));
      }
      case REFUSED ->
          Optional.of(
              "%s: %s does not serve version %d (%s): %s"
                  .formatted(
                      model, event.replica(), event.version(), event.reason(), event.detail()));
      case DROPPED ->
          Optional.ofNullable(current.remove(model))
              .map(
                  version ->
                      "%s: no version answers any more, before it %d".formatted(model, version));
    };
  }

  private static String swap(String model, int version, Integer before) {
    return before == null
        ? "%s: version %d answers now".formatted(model, version)
        : "%s: version %d answers now, before it %d".formatted(model, version, before);
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

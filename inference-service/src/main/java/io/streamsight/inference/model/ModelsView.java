package io.streamsight.inference.model;

import io.streamsight.contract.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of models at one moment; never changed.
 *
 * @param registryRead whether the registry has been read to where it ended at the start
 * @param champions versions that shall be served according to the registry, by name
 * @param served what answers now, by name
 * @param refused champions that are not served, by name, and why
 */
record ModelsView(
    boolean registryRead,
    Map<String, Integer> champions,
    Map<String, ServedModel> served,
    Map<String, Refusal> refused) {
  static final ModelsView EMPTY = new ModelsView(false, Map.of(), Map.of(), Map.of());

  ModelsView withServed(ServedModel model) {
    Map<String, ServedModel> more = new TreeMap<>(served);
    more.put(model.name(), model);
    return new ModelsView(
        registryRead, champions, Map.copyOf(more), without(refused, model.name()));
  }

  ModelsView withoutServed(String name) {
    return new ModelsView(registryRead, champions, without(served, name), without(refused, name));
  }

  ModelsView withRefused(String name, Refusal refusal) {
    Map<String, Refusal> more = new TreeMap<>(refused);
    more.put(name, refusal);
    return new ModelsView(registryRead, champions, served, Map.copyOf(more));
  }

  /** A refusal counts only while its version is the champion. */
  ModelsView withChampions(Map<String, Integer> versions) {
    Map<String, Refusal> left = new TreeMap<>(refused);
    left.entrySet()
        .removeIf(e -> !Integer.valueOf(e.getValue().version()).equals(versions.get(e.getKey())));
    return new ModelsView(true, Map.copyOf(versions), served, Map.copyOf(left));
  }

  private static <V> Map<String, V> without(Map<String, V> map, String name) {
    Map<String, V> less = new TreeMap<>(map);
    less.remove(name);
    return Map.copyOf(less);
  }

  /**
   * @param asked by the request
   * @param standard the configured model for requests that ask for none
   */
  Choice choose(Optional<String> asked, Optional<String> standard) {
    if (served.isEmpty()) {
      return new Choice.Wait("no model is served yet");
    }
    if (asked.isPresent()) {
      return choose(asked.get(), true);
    }
    if (standard.isPresent()) {
      return choose(standard.get(), false) instanceof Choice.Use use
          ? use
          : new Choice.Wait(
              "%s, which streamsight.inference.default-model names, has no version that can be served; served are %s"
                  .formatted(standard.get(), served.keySet().stream().sorted().toList()));
    }
    // By the registry, not by what is loaded: else the first one loaded would pass for the only.
    if (champions.size() == 1) {
      return choose(champions.keySet().iterator().next(), false);
    }
    return champions.isEmpty()
        ? new Choice.Wait("no model has a champion")
        : new Choice.Unknown(
            Reason.MODEL_UNKNOWN,
            "%s are served: name one, or set streamsight.inference.default-model"
                .formatted(champions.keySet().stream().sorted().toList()));
  }

  private Choice choose(String name, boolean asked) {
    if (served.containsKey(name)) {
      return new Choice.Use(name);
    }
    if (!registryRead) {
      return new Choice.Wait("the registry is not read to its end");
    }
    if (!asked) {
      // Our configuration says so, the image can't help it.
      return new Choice.Wait("%s has no version that can be served".formatted(name));
    }
    if (!champions.containsKey(name)) {
      return new Choice.Unknown(
          Reason.MODEL_UNKNOWN,
          "'%s' has no champion, only %s"
              .formatted(name, champions.keySet().stream().sorted().toList()));
    }
    Refusal refusal = refused.get(name);
    return refusal == null || refusal.result().passing()
        ? new Choice.Wait("%s is being loaded".formatted(name))
        : new Choice.Unknown(
            refusal.result().reason(),
            "version %d of '%s' is not served here: %s"
                .formatted(refusal.version(), name, refusal.result().detail()));
  }
}

package io.streamsight.inference.model;

import io.streamsight.contract.registry.ModelVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What to change so that the champions are what is served.
 *
 * @param load versions to load, in the order of their names
 * @param drop names that have no champion any more
 */
record SwapPlan(List<ModelVersion> load, List<String> drop) {
  /**
   * @param champions according to the registry, by name
   * @param served versions by name
   * @param refused the last refusal by name
   */
  static SwapPlan of(
      Map<String, ModelVersion> champions,
      Map<String, Integer> served,
      Map<String, Refusal> refused,
      Instant now) {
    List<ModelVersion> load = new ArrayList<>();
    champions.forEach(
        (name, champion) -> {
          boolean there = Integer.valueOf(champion.version()).equals(served.get(name));
          Refusal refusal = refused.get(name);
          boolean fresh = refusal == null || refusal.version() != champion.version();
          if (!there && (fresh || refusal.dueAgain(now))) {
            load.add(champion);
          }
        });
    List<String> drop = served.keySet().stream().filter(n -> !champions.containsKey(n)).toList();
    return new SwapPlan(List.copyOf(load), drop);
  }
}

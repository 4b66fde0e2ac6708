package io.streamsight.inference.model;

import io.streamsight.inference.InferenceConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The models that answer. Taking one is cheap and never waits for a swap. */
@ApplicationScoped
public class Models {
  private final Optional<String> standard;
  private volatile ModelsView view = ModelsView.EMPTY;

  Models(InferenceConfig config) {
    standard = config.defaultModel();
  }

  /** Which model answers a request that asks for {@code asked}; empty for the default. */
  public Choice choose(Optional<String> asked) {
    return view.choose(asked, standard);
  }

  /**
   * The model of that name, held for the caller, who must {@link ServedModel#release release} it;
   * empty when it is served no more.
   */
  public Optional<ServedModel> take(String name) {
    while (true) {
      ServedModel model = view.served().get(name);
      if (model == null) {
        return Optional.empty();
      }
      // It fails only when a swap closed this one in between: the next look finds its successor.
      if (model.retain()) {
        return Optional.of(model);
      }
    }
  }

  /** What is served now, by name; for showing, not for running. */
  public List<ServedModel> served() {
    return view.served().values().stream().sorted(Comparator.comparing(ServedModel::name)).toList();
  }

  /** Whether any model answers right now: a swap leaves no gap. */
  public boolean serving() {
    return !view.served().isEmpty();
  }

  boolean registryRead() {
    return view.registryRead();
  }

  Map<String, Refusal> refused() {
    return new TreeMap<>(view.refused());
  }

  /**
   * @param versions that shall be served, by name
   */
  synchronized void champions(Map<String, Integer> versions) {
    if (!view.registryRead() || !view.champions().equals(versions)) {
      view = view.withChampions(versions);
    }
  }

  /** The one switch: requests that come later run on {@code model}. */
  synchronized void serve(ServedModel model) {
    ServedModel old = view.served().get(model.name());
    view = view.withServed(model);
    if (old != null) {
      old.release();
    }
  }

  synchronized void drop(String name) {
    ServedModel old = view.served().get(name);
    view = view.withoutServed(name);
    if (old != null) {
      old.release();
    }
  }

  synchronized void refuse(String name, Refusal refusal) {
    view = view.withRefused(name, refusal);
  }
}

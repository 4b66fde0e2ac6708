package io.streamsight.it.manifests;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pods of one kind, and where they come from. */
record Workload(String name, PodTemplateSpec template) {
  static Workload of(Deployment deployment) {
    return new Workload(deployment.getMetadata().getName(), deployment.getSpec().getTemplate());
  }

  static Workload of(Keda.ScaledJob job) {
    return new Workload(job.metadata().getName(), job.spec().jobTargetRef().getTemplate());
  }

  /** Which service runs in it: ingest, trainer or inference. */
  String service() {
    return template.getMetadata().getLabels().get("app.kubernetes.io/name");
  }

  PodSpec pod() {
    return template.getSpec();
  }

  Container container() {
    return pod().getContainers().get(0);
  }

  Map<String, EnvVar> environment() {
    return container().getEnv().stream().collect(Collectors.toMap(EnvVar::getName, env -> env));
  }

  /** Prefixes of the variables that come from all of a secret, by the secret's name. */
  Map<String, String> secretPrefixes() {
    return container().getEnvFrom().stream()
        .filter(source -> source.getSecretRef() != null)
        .collect(
            Collectors.toMap(source -> source.getSecretRef().getName(), EnvFromSource::getPrefix));
  }

  Optional<String> value(String variable) {
    return Optional.ofNullable(environment().get(variable)).map(EnvVar::getValue);
  }

  boolean isSelectedBy(Map<String, String> labels) {
    return contains(template.getMetadata().getLabels().entrySet(), labels.entrySet());
  }

  private static <T> boolean contains(Collection<T> all, Collection<T> some) {
    return !some.isEmpty() && all.containsAll(some);
  }
}

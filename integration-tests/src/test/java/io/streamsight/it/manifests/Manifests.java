package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What {@code kubectl apply -k} would apply, as objects. */
final class Manifests {
  static final Path ROOT = Path.of("../deploy/kubernetes");

  private static final Map<String, Manifests> BUILT = new ConcurrentHashMap<>();

  private final List<Object> objects;

  private Manifests(List<Object> objects) {
    this.objects = objects;
  }

  /** Every kustomization that a user applies. */
  static Stream<String> folders() {
    return Stream.of(
        "base", "overlays/cpu", "overlays/gpu", "overlays/strimzi", "overlays/example");
  }

  /**
   * Skips the test where there is no kubectl, or with {@code -Dcontainers=required} fails it.
   *
   * @param folder below {@code deploy/kubernetes}
   */
  static Manifests of(String folder) {
    return BUILT.computeIfAbsent(folder, Manifests::build);
  }

  private static Manifests build(String folder) {
    try {
      Path errors = Files.createTempFile("kubectl", ".log");
      Process kubectl;
      try {
        kubectl =
            new ProcessBuilder("kubectl", "kustomize", ROOT.resolve(folder).toString())
                .redirectError(errors.toFile())
                .start();
      } catch (IOException e) {
        return missing(e);
      }
      String yaml = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kubectl.waitFor() != 0) {
        return fail("kubectl kustomize %s: %s".formatted(folder, Files.readString(errors)));
      }
      return new Manifests(StrictYaml.readAll(yaml));
    } catch (IOException | InterruptedException e) {
      return fail(folder + ": " + e.getMessage(), e);
    }
  }

  private static Manifests missing(IOException e) {
    if ("required".equals(System.getProperty("containers"))) {
      return fail("The manifests' tests are required (-Dcontainers)", e);
    }
    System.out.println("SKIPPED: the manifests' tests: " + e.getMessage());
    return abort(e.getMessage());
  }

  List<Object> objects() {
    return objects;
  }

  <T> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends HasMetadata> T named(String name, Class<T> type) {
    return all(type).stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No %s %s".formatted(type.getSimpleName(), name)));
  }

  /** What all of the services' pods have in their environment. */
  Map<String, String> settings() {
    return settingsMap().getData();
  }

  String settingsName() {
    return settingsMap().getMetadata().getName();
  }

  private ConfigMap settingsMap() {
    return all(ConfigMap.class).stream()
        .filter(map -> map.getMetadata().getName().matches("streamsight-[a-z0-9]{10}"))
        .findFirst()
        .orElseThrow();
  }

  Workload workload(String name) {
    return workloads().stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No pods of " + name));
  }

  /** Everything that becomes a pod. */
  List<Workload> workloads() {
    return Stream.concat(
            all(Deployment.class).stream().map(Workload::of),
            all(Keda.ScaledJob.class).stream().map(Workload::of))
        .toList();
  }
}

package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every overlay builds, and has only fields that Kubernetes, the Prometheus Operator, Strimzi and
 * KEDA know. What their servers check beyond that, and whether anything starts, no test here says.
 */
class ManifestsTest {
  static List<String> folders() {
    return Manifests.folders().toList();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldBuildWithFieldsThatAreKnownAlone(String folder) {
    Manifests manifests = Manifests.of(folder);
    assertThat(manifests.workloads())
        .extracting(Workload::name)
        .contains("ingest", "trainer", "inference")
        .hasSize(folder.equals("base") ? 3 : 4);
    assertThat(manifests.all(HasMetadata.class))
        .allSatisfy(
            object -> assertThat(object.getMetadata().getNamespace()).isEqualTo("streamsight"));
  }

  /**
   * What an overlay has, {@code kubectl delete -k} deletes: the namespace and every volume in it.
   */
  @ParameterizedTest
  @MethodSource("folders")
  void shouldLeaveTheNamespaceToAFileOfItsOwn(String folder) throws IOException {
    assertThat(Manifests.of(folder).all(Namespace.class)).isEmpty();
    Namespace namespace =
        StrictYaml.read(
            Files.readString(Manifests.ROOT.resolve("namespace.yaml")), Namespace.class);
    assertThat(namespace.getMetadata().getName()).isEqualTo("streamsight");
    assertThat(namespace.getMetadata().getLabels())
        .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
  }

  @Test
  void shouldFindAMisspeltField() {
    assertThatThrownBy(() -> StrictYaml.read("spec: {replica: 1}", Deployment.class))
        .isInstanceOf(UnrecognizedPropertyException.class);
    assertThatThrownBy(() -> StrictYaml.read("spec: {partition: 1}", KafkaTopic.class))
        .isInstanceOf(UnrecognizedPropertyException.class);
    assertThatThrownBy(() -> StrictYaml.read("spec: {maxReplicas: 1}", Keda.ScaledObject.class))
        .isInstanceOf(UnrecognizedPropertyException.class);
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldNameOnlyConfigMapsThatAreThere(String folder) {
    Manifests manifests = Manifests.of(folder);
    List<String> there =
        manifests.all(ConfigMap.class).stream().map(map -> map.getMetadata().getName()).toList();
    assertThat(manifests.workloads())
        .flatExtracting(workload -> workload.container().getEnvFrom())
        .filteredOn(from -> from.getConfigMapRef() != null)
        .isNotEmpty()
        .allSatisfy(from -> assertThat(there).contains(from.getConfigMapRef().getName()));
  }
}

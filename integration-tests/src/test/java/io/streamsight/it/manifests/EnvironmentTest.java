package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every environment variable is a setting that its service has, with a value that it can have. */
class EnvironmentTest {
  static List<String> folders() {
    return Manifests.folders().toList();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldSetOnlyWhatTheServiceHas(String folder) throws Exception {
    Manifests manifests = Manifests.of(folder);
    for (Workload workload : manifests.workloads()) {
      Set<String> known = ServiceSettings.known(workload.service());
      // The JVM's own, and what it is made of.
      known.add("JDK_JAVA_OPTIONS");
      known.add("CORES");

      assertThat(known).as(workload.name()).containsAll(manifests.settings().keySet());
      assertThat(known).as(workload.name()).containsAll(workload.environment().keySet());
      assertThat(known).as(workload.name()).containsAll(fromSecrets(workload));
      ServiceSettings.bind(workload.service(), values(manifests, workload));
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldGivePyTorchTheCoresOfTheContainerWhereItTrains(String folder) {
    for (Workload workload : Manifests.of(folder).workloads()) {
      boolean trains =
          workload.service().equals("trainer")
              && !workload.value("STREAMSIGHT_TRAINER_WORKER").equals(Optional.of("off"));
      assertThat(workload.value("JDK_JAVA_OPTIONS").isPresent()).isEqualTo(trains);
      if (trains) {
        assertThat(workload.value("JDK_JAVA_OPTIONS"))
            .contains("-Dai.djl.pytorch.num_threads=$(CORES)");
        assertThat(
                workload
                    .environment()
                    .get("CORES")
                    .getValueFrom()
                    .getResourceFieldRef()
                    .getResource())
            .isEqualTo("limits.cpu");
      }
    }
  }

  @Test
  void shouldFindASettingThatNobodyHasAndAValueThatNoneIs() throws Exception {
    assertThat(ServiceSettings.variables("trainer"))
        .contains("STREAMSIGHT_TRAINER_WORKER", "STREAMSIGHT_MAX_IMAGE_BYTES")
        .doesNotContain("STREAMSIGHT_TRAINER_WORKERS", "STREAMSIGHT_INFERENCE_PROVIDER");
    assertThat(ServiceSettings.KAFKA)
        .contains("KAFKA_BOOTSTRAP_SERVERS", "KAFKA_SASL_JAAS_CONFIG")
        .doesNotContain("KAFKA_BOOTSTRAP_SERVER");
    assertThatThrownBy(
            () -> ServiceSettings.bind("trainer", Map.of("STREAMSIGHT_TRAINER_WORKER", "twice")))
        .hasMessageContaining("twice");
  }

  /**
   * Keys come from the secret that docs/kubernetes.md has the command for, and from nowhere else.
   */
  @ParameterizedTest
  @MethodSource("folders")
  void shouldAskForKeysOfTheSecret(String folder) throws Exception {
    Manifests manifests = Manifests.of(folder);
    assertThat(manifests.settings()).containsEntry("STREAMSIGHT_AUTH", "api-key");
    assertThat(manifests.settings())
        .allSatisfy((name, value) -> assertThat(name).doesNotContain("KEYS"));
    assertThat(manifests.workloads())
        .isNotEmpty()
        .allSatisfy(
            workload ->
                assertThat(workload.secretPrefixes())
                    .containsExactly(
                        Map.entry("streamsight-api-keys", "STREAMSIGHT_AUTH_API_KEYS_")));
    assertThat(Files.readString(Path.of("../docs/kubernetes.md")))
        .contains("kubectl -n streamsight create secret generic streamsight-api-keys");
  }

  /** The settings that the variables of whole secrets are of: {@code PREFIX_NAME}. */
  private static List<String> fromSecrets(Workload workload) {
    return workload.secretPrefixes().values().stream()
        .map(prefix -> prefix.replaceFirst("_$", ""))
        .toList();
  }

  @Test
  void shouldAskAnOpenIdProviderWithTheComponentForIt() throws Exception {
    Path overlay = Files.createDirectories(Path.of("target/oidc"));
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        namespace: streamsight
        resources: [../../../deploy/kubernetes/overlays/strimzi]
        components: [../../../deploy/kubernetes/components/oidc]
        """);
    Manifests manifests = Manifests.of("../../integration-tests/target/oidc");
    assertThat(manifests.settings())
        .containsEntry("STREAMSIGHT_AUTH", "oidc")
        .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
        .containsKeys("QUARKUS_OIDC_AUTH_SERVER_URL", "STREAMSIGHT_AUTH_ROLE");
    String name = manifests.settingsName();
    for (Workload workload : manifests.workloads()) {
      ServiceSettings.bind(workload.service(), values(manifests, workload));
      assertThat(workload.container().getEnvFrom().get(0).getConfigMapRef().getName())
          .isEqualTo(name);
    }
    NetworkPolicy way = manifests.named("streamsight-oidc", NetworkPolicy.class);
    assertThat(manifests.workloads())
        .allMatch(pods -> pods.isSelectedBy(way.getSpec().getPodSelector().getMatchLabels()));
  }

  private static Map<String, String> values(Manifests manifests, Workload workload) {
    Map<String, String> values = new HashMap<>(manifests.settings());
    workload.environment().values().stream()
        .filter(variable -> variable.getValue() != null)
        .forEach((EnvVar variable) -> values.put(variable.getName(), variable.getValue()));
    return values;
  }
}

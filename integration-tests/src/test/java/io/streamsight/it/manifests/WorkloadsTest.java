package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parts of the manifests fit each other, the services and the restricted profile. */
class WorkloadsTest {
  /** The service stops within this, whatever it does: HTTP, then the stream or the step. */
  private static final long STOPS_WITHIN_SECONDS = 20 + 5;

  static List<String> folders() {
    return Manifests.folders().toList();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldLeadFromEachServiceToItsPodsAlone(String folder) {
    Manifests manifests = Manifests.of(folder);
    assertThat(manifests.all(Service.class)).hasSize(3);
    for (Service service : manifests.all(Service.class)) {
      String name = service.getMetadata().getName();
      assertThat(selected(manifests, service.getSpec().getSelector())).containsExactly(name);
      Container container = manifests.workload(name).container();
      ServicePort port = service.getSpec().getPorts().get(0);
      assertThat(container.getPorts())
          .filteredOn(p -> p.getName().equals(port.getTargetPort().getStrVal()))
          .extracting(ContainerPort::getContainerPort)
          .containsExactly(port.getPort());
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldSelectOwnPodsAndSpreadThem(String folder) {
    Manifests manifests = Manifests.of(folder);
    for (Deployment deployment : manifests.all(Deployment.class)) {
      String name = deployment.getMetadata().getName();
      assertThat(selected(manifests, deployment.getSpec().getSelector())).containsExactly(name);
      assertThat(
              selected(
                  manifests,
                  manifests.named(name, PodDisruptionBudget.class).getSpec().getSelector()))
          .containsExactly(name);
    }
    for (Workload workload : manifests.workloads()) {
      List<TopologySpreadConstraint> spread = workload.pod().getTopologySpreadConstraints();
      assertThat(spread)
          .extracting(TopologySpreadConstraint::getTopologyKey)
          .contains("kubernetes.io/hostname");
      assertThat(spread)
          .allSatisfy(
              constraint ->
                  assertThat(selected(manifests, constraint.getLabelSelector()))
                      .containsExactly(workload.name()));
    }
  }

  /** Which paths the services answer, the tests of the services know: the defaults of Quarkus. */
  @ParameterizedTest
  @MethodSource("folders")
  void shouldProbeWhatTheImageListensOn(String folder) throws IOException {
    for (Workload workload : Manifests.of(folder).workloads()) {
      Container container = workload.container();
      assertThat(container.getPorts()).hasSize(1);
      ContainerPort port = container.getPorts().get(0);
      assertThat(Path.of("../deploy/containers", workload.service() + ".Dockerfile"))
          .content()
          .contains("EXPOSE " + port.getContainerPort());
      assertThat(ServiceSettings.properties(workload.service()))
          .containsEntry("quarkus.http.port", port.getContainerPort().toString())
          .doesNotContainKeys("quarkus.http.root-path", "quarkus.http.non-application-root-path");

      assertThat(paths(container.getStartupProbe(), port)).isEqualTo("/q/health/live");
      assertThat(paths(container.getLivenessProbe(), port)).isEqualTo("/q/health/live");
      if (workload.name().equals("trainer-worker")) {
        assertThat(container.getReadinessProbe()).isNull();
      } else {
        assertThat(paths(container.getReadinessProbe(), port)).isEqualTo("/q/health/ready");
      }
    }
  }

  private static String paths(Probe probe, ContainerPort port) {
    HTTPGetAction get = probe.getHttpGet();
    assertThat(get.getPort().getStrVal()).isEqualTo(port.getName());
    return get.getPath();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldKeepToTheRestrictedProfileWithoutTokens(String folder) {
    Manifests manifests = Manifests.of(folder);
    assertThat(manifests.all(ServiceAccount.class))
        .allSatisfy(account -> assertThat(account.getAutomountServiceAccountToken()).isFalse());
    for (Workload workload : manifests.workloads()) {
      PodSpec pod = workload.pod();
      manifests.named(pod.getServiceAccountName(), ServiceAccount.class);
      assertThat(pod.getAutomountServiceAccountToken()).isFalse();
      assertThat(pod.getEnableServiceLinks()).isFalse();
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      assertThat(pod.getContainers()).hasSize(1);
      var security = workload.container().getSecurityContext();
      assertThat(security.getAllowPrivilegeEscalation()).isFalse();
      assertThat(security.getReadOnlyRootFilesystem()).isTrue();
      assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
    }
  }

  /** Nothing is shared and nothing is kept: what is written is gone with the pod. */
  @ParameterizedTest
  @MethodSource("folders")
  void shouldWriteToBoundedVolumesOfThePodAlone(String folder) {
    for (Workload workload : Manifests.of(folder).workloads()) {
      List<Volume> volumes = workload.pod().getVolumes();
      for (Volume volume : volumes) {
        if (volume.getSecret() == null) {
          assertThat(volume.getEmptyDir().getSizeLimit()).as(volume.getName()).isNotNull();
        }
      }
      List<VolumeMount> mounts = workload.container().getVolumeMounts();
      assertThat(mounts)
          .extracting(VolumeMount::getName)
          .containsExactlyInAnyOrderElementsOf(volumes.stream().map(Volume::getName).toList());
      assertThat(mounts).extracting(VolumeMount::getMountPath).contains("/tmp");
      for (String variable :
          List.of("STREAMSIGHT_TRAINER_CACHE_DIR", "STREAMSIGHT_INGEST_IMPORTS_DIR")) {
        workload
            .value(variable)
            .ifPresent(
                path -> assertThat(mounts).extracting(VolumeMount::getMountPath).contains(path));
      }
      assertThat(bytes(workload.container(), "ephemeral-storage"))
          .isGreaterThan(
              volumes.stream()
                  .map(Volume::getEmptyDir)
                  .filter(Objects::nonNull)
                  .mapToLong(dir -> bytes(dir.getSizeLimit()))
                  .sum());
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldGetWhatItAsksForAndTimeToStop(String folder) {
    for (Workload workload : Manifests.of(folder).workloads()) {
      Map<String, Quantity> requests = workload.container().getResources().getRequests();
      Map<String, Quantity> limits = workload.container().getResources().getLimits();
      assertThat(requests).containsKeys("cpu", "memory", "ephemeral-storage");
      // Threads and heap are sized by the limits: less than that must not be scheduled.
      assertThat(requests.get("cpu")).isEqualTo(limits.get("cpu"));
      assertThat(requests.get("memory")).isEqualTo(limits.get("memory"));
      assertThat(requests.get("nvidia.com/gpu")).isEqualTo(limits.get("nvidia.com/gpu"));
      assertThat(workload.pod().getTerminationGracePeriodSeconds())
          .isGreaterThan(STOPS_WITHIN_SECONDS);
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldConfineEveryPod(String folder) {
    Manifests manifests = Manifests.of(folder);
    NetworkPolicy policy = manifests.named("streamsight", NetworkPolicy.class);
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress()).isEmpty();
    assertThat(selected(manifests, policy.getSpec().getPodSelector()))
        .containsExactlyInAnyOrderElementsOf(
            manifests.workloads().stream().map(Workload::name).toList());
    assertThat(manifests.all(NetworkPolicy.class))
        .filteredOn(other -> other != policy)
        .isNotEmpty()
        .allSatisfy(
            other ->
                assertThat(selected(manifests, other.getSpec().getPodSelector()))
                    .containsExactlyInAnyOrder("ingest", "trainer", "inference"))
        .flatExtracting(other -> other.getSpec().getIngress())
        .flatExtracting(rule -> rule.getPorts())
        .allSatisfy(port -> assertThat(port.getPort().getStrVal()).isEqualTo("http"));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void shouldUseTheGpuWhereThereIsOne(String folder) {
    boolean gpu = folder.equals("overlays/gpu");
    for (Workload workload : Manifests.of(folder).workloads()) {
      boolean computes = List.of("inference", "trainer-worker").contains(workload.name());
      assertThat(workload.container().getResources().getLimits().containsKey("nvidia.com/gpu"))
          .isEqualTo(gpu && computes);
      assertThat(workload.pod().getTolerations()).hasSize(gpu && computes ? 1 : 0);
      assertThat(workload.pod().getNodeSelector().containsKey("nvidia.com/gpu.present"))
          .isEqualTo(gpu && computes);
      if (computes && !folder.equals("base")) {
        assertThat(
                Stream.of("STREAMSIGHT_INFERENCE_PROVIDER", "STREAMSIGHT_TRAINER_DEVICE")
                    .flatMap(name -> workload.value(name).stream()))
            .containsExactly(gpu ? "cuda" : "cpu");
        String image =
            folder.equals("overlays/example")
                ? "registry.example.com/streamsight/%s:1.2"
                : "streamsight/%s:" + (gpu ? "latest-cuda" : "latest");
        assertThat(workload.container().getImage()).isEqualTo(image.formatted(workload.service()));
      }
    }
  }

  private static List<String> selected(Manifests manifests, LabelSelector selector) {
    assertThat(selector.getMatchExpressions()).isEmpty();
    return selected(manifests, selector.getMatchLabels());
  }

  private static List<String> selected(Manifests manifests, Map<String, String> labels) {
    return manifests.workloads().stream()
        .filter(workload -> workload.isSelectedBy(labels))
        .map(Workload::name)
        .toList();
  }

  private static long bytes(Container container, String resource) {
    return bytes(container.getResources().getLimits().get(resource));
  }

  private static long bytes(Quantity quantity) {
    return Quantity.getAmountInBytes(quantity).longValueExact();
  }
}

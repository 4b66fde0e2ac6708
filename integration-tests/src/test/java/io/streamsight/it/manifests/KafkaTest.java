package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The cluster that Strimzi is told to make. */
class KafkaTest {
  private final Manifests manifests = Manifests.of("overlays/strimzi");
  private final Kafka kafka = manifests.all(Kafka.class).get(0);

  /** Else one machine may hold the majority of the controllers, or of a partition's replicas. */
  @Test
  void shouldHaveEachNodeOfAPoolOnAMachineOfItsOwn() {
    assertThat(manifests.all(KafkaNodePool.class))
        .hasSize(2)
        .allSatisfy(
            pool -> {
              assertThat(pool.getSpec().getReplicas()).isEqualTo(3);
              // One that a pool had would stand in for the cluster's.
              assertThat(pool.getSpec().getTemplate()).isNull();
            });
    TopologySpreadConstraint machines =
        kafka.getSpec().getKafka().getTemplate().getPod().getTopologySpreadConstraints().stream()
            .filter(spread -> spread.getTopologyKey().equals("kubernetes.io/hostname"))
            .findFirst()
            .orElseThrow();
    assertThat(machines.getWhenUnsatisfiable()).isEqualTo("DoNotSchedule");
    assertThat(machines.getMaxSkew()).isEqualTo(1);
    assertThat(machines.getMinDomains()).isEqualTo(3);
    assertThat(machines.getLabelSelector().getMatchLabels())
        .isEqualTo(Map.of("strimzi.io/cluster", kafka.getMetadata().getName()));
    assertThat(machines.getMatchLabelKeys()).containsExactly("strimzi.io/pool-name");
  }

  /** The pod in which CopyTopic runs: who it is, and that the namespace and the brokers let it. */
  @Test
  void shouldLetACopyBeMadeOnTheCluster() throws IOException {
    List<Object> objects =
        StrictYaml.readAll(Files.readString(Path.of("../deploy/kafka/copy-pod.yaml")));
    KafkaUser user = (KafkaUser) objects.get(0);
    Pod pod = (Pod) objects.get(1);
    assertThat(user.getMetadata().getLabels())
        .containsEntry("strimzi.io/cluster", kafka.getMetadata().getName());
    assertThat(pod.getMetadata().getLabels())
        .containsAllEntriesOf(
            kafka
                .getSpec()
                .getKafka()
                .getListeners()
                .get(0)
                .getNetworkPolicyPeers()
                .get(0)
                .getPodSelector()
                .getMatchLabels());
    Container container = pod.getSpec().getContainers().get(0);
    SecretKeySelector password = container.getEnv().get(0).getValueFrom().getSecretKeyRef();
    assertThat(password.getName()).isEqualTo(user.getMetadata().getName());
    assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
        .isEqualTo("RuntimeDefault");
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void shouldKeepItsReleaseWhenTheOperatorIsUpdated() {
    assertThat(kafka.getSpec().getKafka().getVersion()).matches("4\\.\\d+\\.\\d+");
  }

  @Test
  void shouldLimitTheMemoryOfEveryPod() {
    assertThat(
            Stream.of(
                    manifests.all(KafkaNodePool.class).stream()
                        .map(pool -> pool.getSpec().getResources()),
                    Stream.of(
                        kafka.getSpec().getEntityOperator().getTopicOperator().getResources(),
                        kafka.getSpec().getEntityOperator().getUserOperator().getResources()))
                .flatMap(resources -> resources))
        .hasSize(4)
        .extracting(ResourceRequirements::getLimits)
        .allSatisfy(limits -> assertThat(limits).containsKey("memory"));
  }
}

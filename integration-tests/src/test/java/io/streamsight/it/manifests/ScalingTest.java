package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What KEDA scales, by what. That KEDA does it, no test here says. */
class ScalingTest {
  @ParameterizedTest
  @ValueSource(strings = {"overlays/cpu", "overlays/gpu", "overlays/strimzi"})
  void shouldFollowTheLagOnceAModelIsServed(String folder) {
    Manifests manifests = Manifests.of(folder);
    Keda.ScaledObjectSpec scaled = manifests.all(Keda.ScaledObject.class).get(0).spec();
    Deployment inference = manifests.named(scaled.scaleTargetRef().name(), Deployment.class);
    assertThat(inference.getSpec().getReplicas()).as("left to KEDA").isNull();
    assertThat(scaled.minReplicaCount()).isEqualTo(1);
    assertThat(scaled.maxReplicaCount())
        .isGreaterThan(1)
        .isLessThanOrEqualTo(Topic.CLASSIFICATION_REQUESTS.partitions());

    Map<String, String> lag = trigger(scaled.triggers(), "lag").metadata();
    assertThat(lag)
        .containsEntry("topic", TopicSettings.LOCAL.name(Topic.CLASSIFICATION_REQUESTS))
        .containsEntry("consumerGroup", "inference")
        // The trigger never tells more than its threshold for each partition: the target must be
        // the same for that to hold.
        .containsEntry("lagThreshold", scaled.advanced().scalingModifiers().target())
        // The services' brokers, as they are called from another namespace.
        .containsEntry(
            "bootstrapServers",
            manifests.settings().get("KAFKA_BOOTSTRAP_SERVERS").replace(":", ".streamsight.svc:"));
    assertThat(scaled.advanced().scalingModifiers().formula()).isEqualTo("serving > 0 ? lag : 0");
    assertThat(trigger(scaled.triggers(), "serving").metadata().get("query"))
        .contains("streamsight_model_served{namespace=\"streamsight\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlays/cpu", "overlays/gpu", "overlays/strimzi"})
  void shouldStartAWorkerForEachRunAndTrainNowhereElse(String folder) {
    Manifests manifests = Manifests.of(folder);
    Keda.ScaledJobSpec job = manifests.all(Keda.ScaledJob.class).get(0).spec();
    assertThat(manifests.workload("trainer-worker").value("STREAMSIGHT_TRAINER_WORKER"))
        .contains("once");
    assertThat(manifests.workload("trainer").value("STREAMSIGHT_TRAINER_WORKER")).contains("off");
    assertThat(job.jobTargetRef().getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(job.triggers()).hasSize(1);
    assertThat(job.triggers().get(0).metadata())
        .containsEntry("threshold", "1")
        .containsEntry("query", "max(streamsight_runs_open{namespace=\"streamsight\"})");
    // Open runs include those in work: the strategy that subtracts what runs is the right one.
    assertThat(job.scalingStrategy().strategy()).isEqualTo("default");
    assertThat(job.rollout().strategy()).isEqualTo("gradual");
  }

  @Test
  void shouldAskKafkaAsAUserOfItsOwn() {
    Manifests manifests = Manifests.of("overlays/strimzi");
    Keda.Trigger lag =
        trigger(manifests.all(Keda.ScaledObject.class).get(0).spec().triggers(), "lag");
    Keda.TriggerAuthentication login = manifests.all(Keda.TriggerAuthentication.class).get(0);
    assertThat(lag.authenticationRef().name()).isEqualTo(login.metadata().getName());
    assertThat(lag.metadata()).containsEntry("sasl", "scram_sha512").containsEntry("tls", "enable");
    Keda.Target password = login.spec().secretTargetRef().get(0);
    manifests.named(password.name(), KafkaUser.class);
    Keda.Target username = login.spec().configMapTargetRef().get(0);
    assertThat(manifests.named(username.name(), ConfigMap.class).getData())
        .containsEntry(username.key(), password.name());
  }

  private static Keda.Trigger trigger(List<Keda.Trigger> triggers, String name) {
    return triggers.stream()
        .filter(trigger -> name.equals(trigger.name()))
        .findFirst()
        .orElseThrow();
  }
}

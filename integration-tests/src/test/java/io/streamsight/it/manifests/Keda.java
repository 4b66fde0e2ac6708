package io.streamsight.it.manifests;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.util.List;
import java.util.Map;

/**
 * KEDA's objects: no library has classes for them, so these are kept by hand. Only fields that
 * KEDA's own types have (2.17) and that the manifests use; a field that is wanted and not here is
 * to be looked up there first.
 */
final class Keda {
  private Keda() {}

  record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, ScaledObjectSpec spec) {}

  record ScaledObjectSpec(
      ScaleTarget scaleTargetRef,
      int minReplicaCount,
      int maxReplicaCount,
      int pollingInterval,
      Advanced advanced,
      List<Trigger> triggers) {}

  record ScaleTarget(String name) {}

  record Advanced(
      ScalingModifiers scalingModifiers, AutoscalerConfig horizontalPodAutoscalerConfig) {}

  record ScalingModifiers(String formula, String target, String metricType) {}

  record AutoscalerConfig(HorizontalPodAutoscalerBehavior behavior) {}

  record ScaledJob(String apiVersion, String kind, ObjectMeta metadata, ScaledJobSpec spec) {}

  record ScaledJobSpec(
      int maxReplicaCount,
      int pollingInterval,
      int successfulJobsHistoryLimit,
      int failedJobsHistoryLimit,
      Rollout rollout,
      ScalingStrategy scalingStrategy,
      List<Trigger> triggers,
      JobSpec jobTargetRef) {}

  record Rollout(String strategy) {}

  record ScalingStrategy(String strategy) {}

  record Trigger(
      String type, String name, Map<String, String> metadata, Authentication authenticationRef) {}

  record Authentication(String name) {}

  record TriggerAuthentication(
      String apiVersion, String kind, ObjectMeta metadata, TriggerAuthenticationSpec spec) {}

  record TriggerAuthenticationSpec(List<Target> configMapTargetRef, List<Target> secretTargetRef) {}

  record Target(String parameter, String name, String key) {}
}

package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import io.streamsight.contract.log.IndexerProgress;
import io.streamsight.contract.topic.Topic;
import io.streamsight.contract.topic.TopicSettings;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.resource.PatternType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each service may do on Kafka what its code does, and nothing else.
 *
 * <p>Which topics a service uses is asked of its classes, its groups of its settings. What it does
 * with a topic is written down here, once: {@code r} it reads, {@code w} it writes, and all are
 * looked at when it starts ({@code streamsight.topics=verify}). {@link StrimziIT} sees each of
 * these rights used, and no other asked for.
 */
class UsersTest {
  private static final Map<String, Map<Topic, String>> USES =
      Map.of(
          "ingest",
          Map.of(
              Topic.IMAGES, "rw",
              Topic.IMAGES_DLQ, "rw",
              Topic.IMAGE_INDEX, "rw",
              Topic.IMAGE_SPLITS, "rw",
              Topic.IMAGE_SPLITS_DLQ, "rw"),
          "trainer",
          Map.of(
              Topic.IMAGES, "r",
              Topic.IMAGE_INDEX, "r",
              Topic.IMAGE_SPLITS, "r",
              Topic.TRAINING_REQUESTS, "r",
              Topic.TRAINING_REQUESTS_DLQ, "w",
              Topic.REGISTRY, "rw",
              Topic.RUN_LEASES, "rw",
              Topic.TRAINING_EVENTS, "rw",
              Topic.TRAINING_CHECKPOINTS, "rw",
              Topic.MODELS, "rw"),
          "inference",
          Map.of(
              Topic.REGISTRY, "r",
              Topic.MODELS, "r",
              Topic.CLASSIFICATION_REQUESTS, "rw", // a replay publishes them again
              Topic.CLASSIFICATION_REQUESTS_DLQ, "rw",
              Topic.CLASSIFICATIONS, "rw", // watchers are told of them
              Topic.SERVING_EVENTS, "rw")); // and of these

  private static final TopicSettings TOPICS = TopicSettings.LOCAL;

  private final Manifests manifests = Manifests.of("overlays/strimzi");

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "trainer", "inference"})
  void shouldAllowWhatTheServiceDoesWithItsTopics(String service) {
    JavaClasses classes = new ClassFileImporter().importPath(ServiceSettings.classes(service));
    Set<String> verified =
        classes.stream()
            .filter(type -> Set.of("TopicStartup", "Cluster").contains(type.getSimpleName()))
            .findFirst()
            .map(type -> topics(type.getFieldAccessesFromSelf()))
            .orElseThrow();
    Set<String> used =
        topics(
            classes.stream()
                .map(JavaClass::getFieldAccessesFromSelf)
                .flatMap(Collection::stream)
                .toList());
    assertThat(used).isEqualTo(verified);

    assertThat(used)
        .containsExactlyInAnyOrderElementsOf(
            USES.get(service).keySet().stream().map(Topic::name).toList());
    List<String> expected = new ArrayList<>();
    USES.get(service)
        .forEach(
            (topic, use) -> {
              String name = "TOPIC " + TOPICS.name(topic);
              expected.add("DESCRIBE_CONFIGS " + name);
              if (use.contains("r")) {
                expected.add("READ " + name);
              }
              if (use.contains("w")) {
                expected.add("WRITE " + name);
              }
            });
    assertThat(rights(service))
        .filteredOn(right -> right.contains(" TOPIC "))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static Set<String> topics(Collection<JavaFieldAccess> accesses) {
    return accesses.stream()
        .filter(access -> access.getTargetOwner().getName().equals(Topic.class.getName()))
        .map(JavaFieldAccess::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void shouldAllowGroupsAndTransactionsUnderTheirNames() throws Exception {
    String indexer = "GROUP " + IndexerProgress.group(TOPICS);
    assertThat(others("ingest"))
        .containsExactlyInAnyOrder(
            "READ " + indexer,
            "READ GROUP " + group("ingest", "image-splits"),
            "WRITE TRANSACTIONAL_ID indexer-*");
    assertThat(others("trainer"))
        .containsExactlyInAnyOrder(
            "READ GROUP " + group("trainer", "training-requests"),
            // How far the indexer is, before a snapshot.
            "DESCRIBE " + indexer);
    assertThat(others("inference"))
        .containsExactlyInAnyOrder("READ GROUP inference", "WRITE TRANSACTIONAL_ID inference-*");
    assertThat(rights("keda"))
        .containsExactlyInAnyOrder(
            "DESCRIBE TOPIC classification-requests", "DESCRIBE GROUP inference");
  }

  @Test
  void shouldGiveEachServiceItsOwnPassword() {
    assertThat(manifests.all(KafkaUser.class))
        .hasSize(4)
        .allSatisfy(
            user ->
                assertThat(user.getSpec().getAuthentication().getType())
                    .isEqualTo("scram-sha-512"));
    for (Workload workload : manifests.workloads()) {
      EnvVar jaas = workload.environment().get("KAFKA_SASL_JAAS_CONFIG");
      SecretKeySelector secret = jaas.getValueFrom().getSecretKeyRef();
      assertThat(secret.getName()).isEqualTo("streamsight-" + workload.service());
      assertThat(secret.getKey()).isEqualTo("sasl.jaas.config");
      manifests.named(secret.getName(), KafkaUser.class);

      String folder =
          workload.container().getVolumeMounts().stream()
              .filter(mount -> mount.getName().equals("kafka-ca"))
              .findFirst()
              .orElseThrow()
              .getMountPath();
      assertThat(manifests.settings())
          .containsEntry("KAFKA_SSL_TRUSTSTORE_LOCATION", folder + "/ca.crt")
          .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
          .containsEntry("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
    }
  }

  /** In the form {@code READ TOPIC images}. */
  private List<String> rights(String user) {
    return Acls.of(manifests.named("streamsight-" + user, KafkaUser.class)).stream()
        .map(
            acl ->
                "%s %s %s%s"
                    .formatted(
                        acl.entry().operation(),
                        acl.pattern().resourceType(),
                        acl.pattern().name(),
                        acl.pattern().patternType() == PatternType.PREFIXED ? "*" : ""))
        .toList();
  }

  private List<String> others(String user) {
    return rights(user).stream().filter(right -> !right.contains(" TOPIC ")).toList();
  }

  private static String group(String service, String channel) throws Exception {
    return ServiceSettings.properties(service)
        .get("mp.messaging.incoming.%s.group.id".formatted(channel))
        .replace("${streamsight.prefix:}", TOPICS.prefix());
  }
}

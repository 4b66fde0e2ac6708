package io.streamsight.it.manifests;

import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.acl.AclRule;
import io.strimzi.api.kafka.model.user.acl.AclRuleGroupResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTransactionalIdResource;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a user of Kafka may do. */
final class Acls {
  private Acls() {}

  /**
   * @return operations by resource, for instance {@code prefix transactionalId indexer-}
   * @throws IllegalStateException when a resource stands there twice
   */
  static Map<String, Set<String>> of(KafkaUser user) {
    var simple = (KafkaUserAuthorizationSimple) user.getSpec().getAuthorization();
    return simple.getAcls().stream()
        .collect(
            Collectors.toMap(
                rule -> resource(rule.getResource()),
                Acls::operations,
                (first, second) -> {
                  throw new IllegalStateException("Twice: " + first + second);
                },
                TreeMap::new));
  }

  private static Set<String> operations(AclRule rule) {
    return rule.getOperations().stream()
        .map(operation -> operation.toValue())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String resource(AclRuleResource resource) {
    if (resource instanceof AclRuleTopicResource topic) {
      return topic.getPatternType().toValue() + " topic " + topic.getName();
    }
    if (resource instanceof AclRuleGroupResource group) {
      return group.getPatternType().toValue() + " group " + group.getName();
    }
    var id = (AclRuleTransactionalIdResource) resource;
    return id.getPatternType().toValue() + " transactionalId " + id.getName();
  }
}

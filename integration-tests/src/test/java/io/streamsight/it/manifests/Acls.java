package io.streamsight.it.manifests;

import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.acl.AclResourcePatternType;
import io.strimzi.api.kafka.model.user.acl.AclRule;
import io.strimzi.api.kafka.model.user.acl.AclRuleGroupResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTransactionalIdResource;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What a user may do, as Strimzi would tell Kafka. */
final class Acls {
  private Acls() {}

  static List<AclBinding> of(KafkaUser user) {
    String principal = "User:" + user.getMetadata().getName();
    var simple = (KafkaUserAuthorizationSimple) user.getSpec().getAuthorization();
    return simple.getAcls().stream().flatMap(rule -> entries(principal, rule).stream()).toList();
  }

  private static List<AclBinding> entries(String principal, AclRule rule) {
    ResourcePattern resource = resource(rule.getResource());
    return rule.getOperations().stream()
        .map(operation -> operation(operation.toValue()))
        .map(
            operation -> new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW))
        .map(entry -> new AclBinding(resource, entry))
        .toList();
  }

  /** {@code DescribeConfigs} is {@code DESCRIBE_CONFIGS}. */
  private static AclOperation operation(String strimzi) {
    return AclOperation.fromString(strimzi.replaceAll("(?<=[a-z])(?=[A-Z])", "_"));
  }

  private static ResourcePattern resource(AclRuleResource resource) {
    if (resource instanceof AclRuleTopicResource topic) {
      return pattern(ResourceType.TOPIC, topic.getName(), topic.getPatternType());
    }
    if (resource instanceof AclRuleGroupResource group) {
      return pattern(ResourceType.GROUP, group.getName(), group.getPatternType());
    }
    var id = (AclRuleTransactionalIdResource) resource;
    return pattern(ResourceType.TRANSACTIONAL_ID, id.getName(), id.getPatternType());
  }

  private static ResourcePattern pattern(
      ResourceType type, String name, AclResourcePatternType pattern) {
    boolean prefix = pattern == AclResourcePatternType.PREFIX;
    return new ResourcePattern(type, name, prefix ? PatternType.PREFIXED : PatternType.LITERAL);
  }
}

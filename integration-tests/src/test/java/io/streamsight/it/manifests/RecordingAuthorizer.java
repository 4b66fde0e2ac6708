package io.streamsight.it.manifests;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** Kafka's own authorizer, which Strimzi uses too; remembers what was asked for, by the process. */
public final class RecordingAuthorizer extends StandardAuthorizer {
  /** What somebody wanted to do with something. */
  record Wish(String principal, AclOperation operation, ResourcePattern resource) {}

  static final Set<Wish> GRANTED = ConcurrentHashMap.newKeySet();
  static final Set<Wish> DENIED = ConcurrentHashMap.newKeySet();

  @Override
  public List<AuthorizationResult> authorize(
      AuthorizableRequestContext context, List<Action> actions) {
    List<AuthorizationResult> results = super.authorize(context, actions);
    for (int i = 0; i < results.size(); i++) {
      Action action = actions.get(i);
      Wish wish =
          new Wish(context.principal().toString(), action.operation(), action.resourcePattern());
      // What is not to be logged is a question, whose answer may be either.
      if (results.get(i) == AuthorizationResult.DENIED && action.logIfDenied()) {
        DENIED.add(wish);
      } else if (results.get(i) == AuthorizationResult.ALLOWED && action.logIfAllowed()) {
        GRANTED.add(wish);
      }
    }
    return results;
  }

  /** Whether somebody has done what the right allows. */
  static boolean used(AclBinding right) {
    return GRANTED.stream()
        .anyMatch(
            wish ->
                wish.principal().equals(right.entry().principal())
                    && wish.operation() == right.entry().operation()
                    && wish.resource().resourceType() == right.pattern().resourceType()
                    && matches(right.pattern(), wish.resource().name()));
  }

  private static boolean matches(ResourcePattern pattern, String name) {
    return pattern.patternType() == PatternType.PREFIXED
        ? name.startsWith(pattern.name())
        : name.equals(pattern.name());
  }
}

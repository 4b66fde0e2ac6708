package io.streamsight.inference;

import java.util.Optional;
import java.util.UUID;

/** What this process calls itself: no two have the same, and on Kubernetes it names the pod. */
public final class ReplicaName {
  private static final String NAME =
      "%s-%s"
          .formatted(
              Optional.ofNullable(System.getenv("HOSTNAME"))
                  .filter(host -> !host.isBlank())
                  .orElse("local"),
              // Two processes on one host, or two pods on one node's network, differ too.
              UUID.randomUUID().toString().replace("-", "").substring(0, 12));

  private ReplicaName() {}

  public static String ofThisProcess() {
    return NAME;
  }
}

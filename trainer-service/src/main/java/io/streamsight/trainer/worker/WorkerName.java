package io.streamsight.trainer.worker;

import java.lang.management.ManagementFactory;
import java.util.UUID;

/** What a worker calls itself: a person finds its process by it, and no two have the same. */
final class WorkerName {
  private WorkerName() {}

  /** {@code HOST-PID-XXXX}; the last part, since pods of one host name may follow each other. */
  static String ofThisProcess() {
    // PID@HOST, without asking a name server.
    String[] process = ManagementFactory.getRuntimeMXBean().getName().split("@", 2);
    String host = process.length < 2 ? "worker" : process[1];
    return "%s-%s-%s".formatted(host, process[0], UUID.randomUUID().toString().substring(0, 4));
  }
}

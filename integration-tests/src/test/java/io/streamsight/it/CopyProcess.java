package io.streamsight.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code deploy/kafka/CopyTopic.java}, started as docs/restore.md has it. */
final class CopyProcess {
  private CopyProcess() {}

  /**
   * @param options of the JVM
   * @return the exit code
   */
  static int run(List<String> options, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", "../ingest-service/target/quarkus-app/lib/main/*"));
    command.add("../deploy/kafka/CopyTopic.java");
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().transferTo(System.out);
    return process.waitFor();
  }
}

package io.streamsight.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where it was measured. */
record Machine(int cores, String processor, long memoryBytes, String java, String system) {
  static Machine here() throws IOException {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        field("/proc/cpuinfo", "model name"),
        Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) << 10,
        System.getProperty("java.vm.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"));
  }

  private static String field(String file, String name) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("0 (unknown)");
    }
  }

  @Override
  public String toString() {
    return "%d cores of %s, %.0f GiB, Java %s, %s"
        .formatted(cores, processor, memoryBytes / (double) (1 << 30), java, system);
  }
}

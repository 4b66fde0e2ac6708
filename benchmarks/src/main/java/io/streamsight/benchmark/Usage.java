package io.streamsight.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a process has taken of the machine so far.
 *
 * @param cpuSeconds of all its threads
 * @param peakBytes the most memory that was resident (VmHWM)
 */
record Usage(double cpuSeconds, long peakBytes) {
  static final Usage NONE = new Usage(0, 0);

  /** Empty when the process has ended. */
  static Optional<Usage> of(ProcessHandle process) {
    var cpu = process.info().totalCpuDuration();
    try (Stream<String> lines = Files.lines(Path.of("/proc/%d/status".formatted(process.pid())))) {
      Optional<Long> peak =
          lines
              .filter(line -> line.startsWith("VmHWM:"))
              .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
              .findFirst();
      return cpu.flatMap(c -> peak.map(p -> new Usage(c.toNanos() / 1e9, p)));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The time since an earlier look at the same process; the peak as it is now. */
  Usage since(Usage earlier) {
    return new Usage(cpuSeconds - earlier.cpuSeconds, peakBytes);
  }
}

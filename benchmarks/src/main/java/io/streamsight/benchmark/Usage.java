package io.streamsight.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
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
    try {
      long peak = memory(process.pid(), "VmHWM");
      return cpu.map(c -> new Usage(c.toNanos() / 1e9, peak));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Of this process: {@code VmRSS} is resident now, {@code VmHWM} was at most; bytes. */
  static long own(String field) {
    try {
      return memory(ProcessHandle.current().pid(), field);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes that a process has resident now. */
  static long resident(ProcessHandle process) {
    try {
      return memory(process.pid(), "VmRSS");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long memory(long pid, String field) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/%d/status".formatted(pid)))) {
      return lines
          .filter(line -> line.startsWith(field + ":"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElseThrow();
    }
  }

  /** The time since an earlier look at the same process; the peak as it is now. */
  Usage since(Usage earlier) {
    return new Usage(cpuSeconds - earlier.cpuSeconds, peakBytes);
  }
}

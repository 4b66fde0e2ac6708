package io.streamsight.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How the machine's cores have spent their time since it was started, in seconds of one core.
 *
 * @param busy with any process
 */
record Cores(double busy, long nanoTime) {
  /** Of /proc/stat, on every Linux there is. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int IDLE = 3;
  private static final int IO_WAIT = 4;

  /** Guest time, further on, is counted in user time already. */
  private static final int COLUMNS = 8;

  static Cores now() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
      String[] words = lines.findFirst().orElseThrow().split(" +");
      long[] ticks = Stream.of(words).skip(1).limit(COLUMNS).mapToLong(Long::parseLong).toArray();
      long busy = LongStream.of(ticks).sum() - ticks[IDLE] - ticks[IO_WAIT];
      return new Cores(busy / TICKS_PER_SECOND, System.nanoTime());
    }
  }

  /**
   * How many cores were busy with other things than we were, on average since {@code earlier}.
   *
   * @param ours seconds of one core that our processes took meanwhile
   */
  double othersSince(Cores earlier, double ours) {
    double elapsed = (nanoTime - earlier.nanoTime) / 1e9;
    return Math.max(0, (busy - earlier.busy - ours) / elapsed);
  }
}

package io.streamsight.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.benchmark.InferenceRound.Times;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class InferenceReportTest {
  private static InferenceRound.Result round(double bareSeconds, double perSecond) {
    return new InferenceRound.Result(
        new BareClassifier.Pass(1_000, bareSeconds, 5, 9),
        perSecond,
        new Times(8.5, 20, 30),
        new Times(1, 4, 6),
        new Times(7, 10, 11),
        new Times(7, 12, 15),
        0,
        new Usage(10, 400L << 20),
        0.1);
  }

  @Test
  void shouldTakeRatiosWithinARoundAndThenTheirMedian() {
    var report =
        new InferenceReport(
            new Machine(2, "any", 1L << 30, "17", "Linux"),
            "drawn",
            "at-least-once",
            List.of(round(2, 450), round(4, 200), round(2.5, 320)),
            new ServiceStart.Result(3.5, 3.6),
            new SwapMemory.Result(new TreeMap<>(Map.of(200, 310L << 20, 20, 300L << 20)), 0.25));

    assertThat(report.markdown())
        .contains("| bare loop, images/s | 500, 250, 400 | 400 |")
        .contains("| of the bare loop, % | 90, 80, 80 | 80 | 85 |")
        // 8.5 of a request, less 5 alone and two hops of 1.
        .contains("| above decode, run and two hops, ms | 1.5, 1.5, 1.5 | 1.5 | 1 |")
        .contains("| ratio | 1.20, 1.20, 1.20 | 1.20 | 1.5 |")
        .contains("| peak resident MiB | 400, 400, 400 | 400 | 700 |")
        .contains("Resident MiB by swaps: 300 after 20, 310 after 200; 0.25 s a swap.")
        .contains("3.5 s with one version, 3.6 s with 500 others");
  }
}

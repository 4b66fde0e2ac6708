package io.streamsight.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.benchmark.FoldWorker.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleReportTest {
  private static final long MIB = 1 << 20;

  private static ScaleRound.Result result(int images, double readySeconds) {
    Step step = new Step(2, 3);
    return new ScaleRound.Result(
        images,
        new StoredBytes(0, 700L * images, 400L * images),
        new FoldWorker.Pass(
            images, step, step, step, step, step, 50 * MIB, 60 * MIB, 80 * MIB, 20 * MIB),
        0.05,
        new ScaleSystem.Start(readySeconds, 4, 100L * images, 1.5, 1, 300 * MIB, 0.1));
  }

  @Test
  void shouldHaveAColumnForEachSizeAndTheMedianOfItsRounds() {
    var report =
        new ScaleReport(
            new Machine(2, "any", 1L << 30, "17", "Linux"),
            2_000,
            new StoredBytes(40_000_000, 1_500_000, 1_000_000),
            List.of(
                List.of(result(1_000, 3), result(10_000, 8)),
                List.of(result(1_000, 5), result(10_000, 9)),
                List.of(result(1_000, 4), result(10_000, 7))),
            new CleanerRound.Result(100, 80, List.of(80L, 160L), 3_000_000, 2_000_000));

    assertThat(report.markdown())
        .contains("20000 bytes each in `images`, 750 in `image-index`, 500 in `image-splits`")
        .contains("| images | 1000 | 10000 |")
        .contains("|---|---|---|")
        .contains("ready after, s | 4.0 | 8.0 |")
        .contains("| heap, bytes an image | 100 | 100 |")
        // Five steps of three.
        .contains("| CPU seconds, all of it | 15.0 | 15.0 |")
        .contains("a buffer for 80 keys: 2 passes, clean up to offsets [80, 160]")
        .contains("3.0 MB before, 2.0 after");
  }
}

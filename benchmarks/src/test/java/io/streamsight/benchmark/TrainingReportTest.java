package io.streamsight.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamsight.benchmark.TrainingRound.Measured;
import io.streamsight.contract.event.Json;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Summary;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingReportTest {
  private static final Machine MACHINE = new Machine(2, "a processor", 8L << 30, "17", "Linux");
  private static final PeakWorker.Peak PEAK = new PeakWorker.Peak(2e11, 4e11);

  /** A machine that is half as fast in one round must not spoil a ratio. */
  @Test
  void shouldTakeRatiosWithinARound() {
    var report = new TrainingReport(MACHINE, PEAK, List.of(round(10), round(5), round(20)), null);

    assertThat(report.markdown())
        .contains("| Streamsight, real run | 40.0, 20.0, 80.0 | 40.0 | 0.50 | 1 | 0.00 |")
        .contains(
            "| Streamsight, constant batch / Python as installed | 4.00, 4.00, 4.00 | 4.00 |");
  }

  @Test
  void shouldTellTheMemoryOfALongRun() throws IOException {
    var longRun = new StepMeasurement(94, 1, 1, 1, List.of(1L << 20, 3L << 20), 1, 1, "");
    var report = new TrainingReport(MACHINE, PEAK, List.of(round(10)), longRun);

    assertThat(report.markdown()).contains("after 94: 1, 3.");
    assertThat(
            Json.MAPPER
                .readTree(report.json())
                .at("/rounds/0/REAL_RUN/step/imagesPerSecond")
                .asDouble())
        .isEqualTo(40);
  }

  /**
   * By hand, a picture of 20 pixels, width 16, one block: 16 x 16 cells with 75 x 16 weights, then
   * two separable convolutions of 9 x 16 + 16 x 16 there, a projection to 8 x 8 cells of 16 x 16,
   * and the dense layer's 16 weights and bias.
   */
  @Test
  void shouldCountTheOperationsOfAStep() {
    Summary tiny = Summary.of(new Architecture("mini-xception", 20, 2, 16, 1));
    double first = 2 * 256 * 1200;
    double forward = first + 2 * (256 * 800 + 64 * 256 + 17);

    assertThat(NetOperations.perStep(tiny, 3)).isCloseTo(3 * (3 * forward - first), within(1e-6));
  }

  private static Map<TrainingKind, Measured> round(int speed) {
    Map<TrainingKind, Measured> all = new EnumMap<>(TrainingKind.class);
    for (TrainingKind kind : TrainingKind.values()) {
      boolean ours = kind.compareTo(TrainingKind.CONSTANT_BATCH) >= 0;
      all.put(kind, measured(speed * (ours ? 4 : 1)));
    }
    return all;
  }

  /** In one second. */
  private static Measured measured(int images) {
    var step = new StepMeasurement(2, images, 1, 1, List.of(1L << 20), 1 << 20, 1, "software");
    return new Measured(step, 0);
  }
}

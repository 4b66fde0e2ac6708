package io.streamsight.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.local.LocalSettings;
import io.streamsight.local.LocalSystem;
import io.streamsight.local.demo.Demo;
import io.streamsight.local.demo.DemoReport;
import io.streamsight.local.demo.DemoSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop, small: broker and services as processes of their own, every step over Kafka. */
class LoopIT {
  private static final Path REPOSITORY = Path.of("..");

  @Test
  void shouldPublishTrainSwapAndClassifyWithoutLosingARecord(@TempDir Path folder)
      throws Exception {
    LocalSettings where = LocalSettings.onFreePorts(REPOSITORY, folder);
    DemoSettings small = new DemoSettings(null, 32, 2, 100, 7);
    DemoReport report;
    try (LocalSystem system = new LocalSystem(where, System.out::println)) {
      system.start(true);
      report = new Demo(small, System.out::println).run(system);
    }

    assertThat(report.problems()).isEmpty();
    assertThat(report.published()).isEqualTo(100);
    assertThat(report.trainImages() + report.validationImages() + report.testImages())
        .isEqualTo(100);
    assertThat(report.parameters()).isEqualTo(721_857);
    // The gate lets no file pass that differs by more.
    assertThat(report.parityMaxAbsDiff()).isLessThanOrEqualTo(1e-4);
    assertThat(report.modelVersion()).isEqualTo(1);
    assertThat(report.swapWithoutRestart()).isTrue();
    assertThat(report.classified()).isEqualTo(report.requested() - 1).isGreaterThanOrEqualTo(200);
    assertThat(report.duplicates()).isZero();
    assertThat(report.deadLettered()).isEqualTo(1);
    assertThat(report.deadLetterReason()).isEqualTo("image-truncated");
  }
}

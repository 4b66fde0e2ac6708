package io.streamsight.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.event.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportReportTest {
  private static final Machine MACHINE = new Machine(2, "a processor", 8L << 30, "17", "Linux");

  /** A machine that is half as fast in one round must not spoil a ratio. */
  @Test
  void shouldTakeRatiosWithinARound() {
    var report =
        new ImportReport(
            MACHINE, "drawn", List.of(round(1000, 800), round(100, 80), round(500, 400)));

    assertThat(report.markdown())
        .contains("| import, indexer stopped | 800, 80, 400 | 400 | 80 % | 80 % |");
  }

  @Test
  void shouldTellTheMiddleOfTheRounds() {
    assertThat(Median.of(List.of(7, 1, 5), Integer::doubleValue)).isEqualTo(5);
    assertThat(Median.of(List.of(7, 1, 5, 2), Integer::doubleValue)).isEqualTo(3.5);
  }

  @Test
  void shouldWriteRatesAsJson() throws IOException {
    var report = new ImportReport(MACHINE, "drawn", List.of(round(1000, 800)));

    assertThat(
            Json.MAPPER
                .readTree(report.json())
                .at("/rounds/0/importOnly/imagesPerSecond")
                .asDouble())
        .isEqualTo(800);
  }

  private static ImportRound.Result round(int bare, int imported) {
    return new ImportRound.Result(
        measured(bare),
        measured(bare),
        measured(2 * bare),
        measured(imported / 2),
        measured(imported),
        measured(imported / 2),
        measured(bare));
  }

  /** In one second. */
  private static Measurement measured(int images) {
    return new Measurement(images, 0, 0, 1, Map.of("ingest", new Usage(1, 1 << 20)), 0, 0);
  }
}

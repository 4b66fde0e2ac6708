package io.streamsight.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.contract.event.Json;
import org.junit.jupiter.api.Test;

class DemoReportTest {
  @Test
  void shouldHaveTheFieldsThatReadersOfTheReportRelyOn() throws Exception {
    JsonNode json = Json.MAPPER.readTree(Json.write(report(400, 0, 1, "image-truncated", true)));
    assertThat(json.fieldNames())
        .toIterable()
        .contains(
            "published",
            "trainImages",
            "validationImages",
            "testImages",
            "epochs",
            "parameters",
            "testAccuracy",
            "parityMaxAbsDiff",
            "modelVersion",
            "requested",
            "classified",
            "deadLettered",
            "streamAccuracy",
            "imagesPerSecond",
            "latencyP50Ms",
            "latencyP99Ms",
            "swapWithoutRestart");
  }

  @Test
  void shouldHaveNothingToComplainAboutWhenAllIsWell() {
    assertThat(report(400, 0, 1, "image-truncated", true).problems()).isEmpty();
  }

  @Test
  void shouldNameEveryThingThatWentWrong() {
    assertThat(report(399, 2, 0, null, false).problems())
        .containsExactly(
            "400 good images were streamed, 399 were classified",
            "2 answers are repeats",
            "The broken image is not in the dead letters, or has no reason there",
            "One image was broken, 0 are in the dead letters",
            "The inference service did not take the model in mid-run");
  }

  private static DemoReport report(
      int classified, int duplicates, int deadLettered, String reason, boolean swapped) {
    return new DemoReport(
        "pets",
        "demo",
        64,
        0,
        1_500,
        0,
        1_050,
        225,
        225,
        12,
        721_857L,
        0.98,
        0.97,
        6e-8,
        1,
        401,
        classified,
        duplicates,
        deadLettered,
        reason,
        0.96,
        300,
        4.2,
        9.1,
        swapped,
        60,
        90);
  }
}

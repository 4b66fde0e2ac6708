package io.streamsight.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.event.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochLineTest {
  private final RunStatus running =
      read(
          "{\"epoch\":12,\"epochs\":100,\"step\":21,\"steps\":63,\"loss\":0.5123,\"accuracy\":0.74,"
              + "\"validationLoss\":9,\"imagesPerSecond\":54.4,\"secondsLeft\":3730}",
          RunStatus.class);
  private final EpochResult finished =
      read(
          "{\"epoch\":12,\"epochs\":100,\"loss\":0.5123,\"accuracy\":0.74,\"validationLoss\":0.4871,"
              + "\"validationAccuracy\":0.761,\"imagesPerSecond\":54.4}",
          EpochResult.class);

  @Test
  void shouldShowTheBarInFullWhereThereIsRoom() {
    assertThat(EpochLine.live(running, 0))
        .isEqualTo(
            "Epoch 12/100  [======              ]  21/63  54 images/s  1:02:10 left  loss 0.512"
                + "  accuracy 0.740");
  }

  @ParameterizedTest
  @ValueSource(ints = {78, 80, 90, 100, 120})
  void shouldFitTheTerminal(int width) {
    assertThat(EpochLine.live(running, width)).hasSizeLessThan(width);
    assertThat(EpochLine.finished(finished, width)).hasSizeLessThan(width);
  }

  @Test
  void shouldLeaveOutSpeedBeforeLossAndAccuracy() {
    assertThat(EpochLine.finished(finished, 80))
        .isEqualTo("Epoch 12/100  loss 0.512  accuracy 0.740  val_loss 0.487  val_accuracy 0.761");
    assertThat(EpochLine.live(running, 60))
        .isEqualTo("Epoch 12/100  1:02:10 left  loss 0.512  accuracy 0.740");
  }

  @Test
  void shouldLeaveOutWhatIsNotKnown() {
    assertThat(EpochLine.finished(read("{\"epoch\":3}", EpochResult.class), 0))
        .isEqualTo("Epoch 3");
  }

  private static <T> T read(String json, Class<T> type) {
    return Json.read(json.getBytes(), type);
  }
}

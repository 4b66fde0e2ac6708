package io.streamsight.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.trainer.worker.ComputeDevice.Choice;
import org.junit.jupiter.api.Test;

class ComputeDeviceTest {
  @Test
  void shouldTakeNoOtherDeviceThanTheOneAskedFor() {
    assertThat(ComputeDevice.choose(Choice.AUTO, Device.gpu(), "0")).isEqualTo(Device.gpu());
    assertThat(ComputeDevice.choose(Choice.AUTO, Device.cpu(), null)).isEqualTo(Device.cpu());
    assertThat(ComputeDevice.choose(Choice.CUDA, Device.gpu(), "0")).isEqualTo(Device.gpu());
    assertThat(ComputeDevice.choose(Choice.CPU, Device.gpu(), null)).isEqualTo(Device.cpu());
  }

  @Test
  void shouldRefuseToGoOnWithoutTheGpuThatIsAskedFor() {
    assertRefused(Choice.CUDA, Device.cpu(), "0", "device=cuda");
  }

  @Test
  void shouldComputeOnNoGpuThatMayRoundToTf32() {
    for (Choice choice : new Choice[] {Choice.AUTO, Choice.CUDA}) {
      for (String rounding : new String[] {null, "", "1"}) {
        assertRefused(choice, Device.gpu(), rounding, "NVIDIA_TF32_OVERRIDE=0");
      }
    }
  }

  private static void assertRefused(Choice choice, Device best, String tf32Override, String why) {
    assertThatThrownBy(() -> ComputeDevice.choose(choice, best, tf32Override))
        .isInstanceOfSatisfying(
            StreamsightException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.DEVICE_UNAVAILABLE))
        .hasMessageContaining(why);
  }
}

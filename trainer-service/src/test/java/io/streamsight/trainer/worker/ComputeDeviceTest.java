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
    assertThat(ComputeDevice.choose(Choice.AUTO, Device.gpu())).isEqualTo(Device.gpu());
    assertThat(ComputeDevice.choose(Choice.AUTO, Device.cpu())).isEqualTo(Device.cpu());
    assertThat(ComputeDevice.choose(Choice.CUDA, Device.gpu())).isEqualTo(Device.gpu());
    assertThat(ComputeDevice.choose(Choice.CPU, Device.gpu())).isEqualTo(Device.cpu());
  }

  @Test
  void shouldRefuseToGoOnWithoutTheGpuThatIsAskedFor() {
    assertThatThrownBy(() -> ComputeDevice.choose(Choice.CUDA, Device.cpu()))
        .isInstanceOfSatisfying(
            StreamsightException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.DEVICE_UNAVAILABLE))
        .hasMessageContaining("device=cuda");
  }

  @Test
  void shouldComputeOnNoGpuThatRoundsToTf32() {
    for (String rounding : new String[] {null, "", "1"}) {
      assertThatThrownBy(() -> ComputeDevice.requireFloat32(Device.gpu(), rounding))
          .isInstanceOfSatisfying(
              StreamsightException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.DEVICE_UNAVAILABLE))
          .hasMessageContaining("NVIDIA_TF32_OVERRIDE=0");
    }
    ComputeDevice.requireFloat32(Device.gpu(), "0");
    ComputeDevice.requireFloat32(Device.cpu(), null);
  }
}

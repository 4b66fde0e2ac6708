package io.streamsight.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession.SessionOptions;
import org.junit.jupiter.api.Test;

class CudaProbeTest {
  @Test
  void shouldAskForNothingThatARuntimeDoesNotHave() throws Exception {
    try (SessionOptions options = Sessions.cpu()) {
      assertThatCode(() -> CudaProbe.run(OrtEnvironment.getEnvironment(), options))
          .doesNotThrowAnyException();
    }
  }

  /** As ONNX Runtime 1.29 said it where there was no driver. */
  @Test
  void shouldSayWhatIsMissingWithoutTheRuntimesOwnPlaces() {
    assertThat(
            CudaProbe.told(
                "Error code - ORT_FAIL - message: /onnxruntime_src/onnxruntime/core/session"
                    + "/provider_bridge_ort.cc:1988 onnxruntime::Provider&"
                    + " onnxruntime::ProviderLibrary::Get() [ONNXRuntimeError] : 1 : FAIL : Failed"
                    + " to load library libonnxruntime_providers_cuda.so with error: libcuda.so.1:"
                    + " cannot open shared object file: No such file or directory\n"))
        .isEqualTo(
            "Failed to load library libonnxruntime_providers_cuda.so with error: libcuda.so.1:"
                + " cannot open shared object file: No such file or directory");
  }

  /** As it said it where there was a driver and no GPU. */
  @Test
  void shouldSayThatThereIsNoGpu() {
    assertThat(
            CudaProbe.told(
                "Error code - ORT_FAIL - message: provider_options_utils.h:187 Parse Failed to"
                    + " parse provider option \"device_id\": CUDA failure 100: no CUDA-capable"
                    + " device is detected ; GPU=-1 ; hostname=host ; file=info.cc ; line=69 ;"
                    + " expr=cudaGetDeviceCount(&num_devices);"))
        .isEqualTo("CUDA failure 100: no CUDA-capable device is detected");
  }
}

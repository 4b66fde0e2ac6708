package io.streamsight.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.net.Topology;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxWeightsTest {
  @ParameterizedTest
  @EnumSource
  void shouldGiveTheSameBytesAfterFileToNetToFile(Topology topology) {
    for (int classes : new int[] {2, 10}) {
      Architecture architecture = new Architecture(topology.label(), 20, classes, 16, 2);
      try (Net net = Net.create(architecture, 1);
          Net other = Net.create(architecture, 2)) {
        byte[] onnx = OnnxExporter.export(net, new TreeMap<>());
        Map<String, float[]> weights = OnnxWeights.of(onnx);
        assertThat(weights.keySet()).containsExactlyElementsOf(net.parameters().keySet());
        assertThat(OnnxExporter.export(other, new TreeMap<>())).isNotEqualTo(onnx);
        other.load(weights, false);
        assertThat(OnnxExporter.export(other, new TreeMap<>())).isEqualTo(onnx);
      }
    }
  }

  @Test
  void shouldRefuseWhatIsNoOnnxFile() {
    assertThatThrownBy(() -> OnnxWeights.of(new byte[] {1, 2, 3}))
        .isInstanceOf(StreamsightException.class)
        .hasMessage("3 bytes are no ONNX file")
        .extracting(e -> ((StreamsightException) e).reason())
        .isEqualTo(Reason.MODEL_SIGNATURE);
  }
}

package io.streamsight.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.net.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OnnxExporterTest {
  private static final SortedMap<String, String> METADATA =
      new TreeMap<>(Map.of("streamsight.labels", "[\"cat\",\"dog\"]", "streamsight.runId", "r1"));

  @Test
  void shouldWriteTheSameBytesTwice() {
    Architecture architecture = new Architecture(Architecture.MINI_XCEPTION, 24, 2, 16, 2);
    try (Net net = Net.create(architecture, 1);
        Net same = Net.create(architecture, 1)) {
      byte[] onnx = OnnxExporter.export(net, METADATA);
      assertThat(OnnxExporter.export(net, METADATA)).isEqualTo(onnx);
      assertThat(OnnxExporter.export(same, METADATA)).isEqualTo(onnx);
    }
  }

  @Test
  void shouldCarryMetadataAndEveryParameterByName() throws IOException {
    try (Net net = Net.create(new Architecture(Architecture.MINI_XCEPTION, 24, 2, 16, 2), 1)) {
      byte[] onnx = OnnxExporter.export(net, METADATA);
      ModelProto model = ModelProto.parseFrom(onnx);
      assertThat(model.getIrVersion()).isEqualTo(8);
      assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
      assertThat(model.getGraph().getInitializerList().stream().map(t -> t.getName()))
          .doesNotHaveDuplicates()
          .containsAll(net.parameters().keySet());
      try (OnnxModel loaded = OnnxModel.load(onnx, 1)) {
        assertThat(loaded.metadata()).isEqualTo(METADATA);
      }
    }
  }

  /** Where ONNX Runtime reports to its maker, it keeps such a file from the first session on. */
  @Test
  void shouldBeReadWithoutTellingAnybody() {
    try (Net net = Net.create(new Architecture(Architecture.MINI_XCEPTION, 24, 2, 16, 2), 1);
        OnnxModel loaded = OnnxModel.load(OnnxExporter.export(net, METADATA), 1)) {
      assertThat(loaded.metadata()).isEqualTo(METADATA);
      long pid = ProcessHandle.current().pid();
      assertThat(Path.of("/tmp/mat-debug-" + pid + ".log")).doesNotExist();
    }
  }

  /** Whoever looks into a file finds the layers of the summary. */
  @ParameterizedTest
  @MethodSource("io.streamsight.trainer.onnx.Nets#all")
  void shouldNameNodesAndTensorsAfterTheLayerThatTheyAreOf(Architecture architecture)
      throws IOException {
    try (Net net = Net.create(architecture, 1)) {
      GraphProto graph = ModelProto.parseFrom(OnnxExporter.export(net, new TreeMap<>())).getGraph();
      List<String> nodes = graph.getNodeList().stream().map(NodeProto::getName).toList();
      assertThat(nodes).doesNotHaveDuplicates();
      assertThat(graph.getNodeList())
          .allSatisfy(node -> assertThat(node.getOutputList()).containsExactly(node.getName()));
      // A separable convolution is two nodes; dropout none, for it does nothing when serving.
      assertThat(nodes)
          .containsAll(
              Summary.of(architecture).layers().stream()
                  .filter(layer -> !layer.type().matches("Input|Dropout|SeparableConvolution"))
                  .map(Summary.Row::name)
                  .toList());
      // Each layer's weights stay its own, batch norm's as well.
      graph.getNodeList().stream()
          .filter(node -> node.getOpType().matches("Conv|BatchNormalization|Gemm"))
          .filter(node -> !node.getName().equals("dense.cells"))
          .forEach(
              node ->
                  assertThat(node.getInputList().subList(1, node.getInputCount()))
                      .allSatisfy(name -> assertThat(name).startsWith(node.getName() + ".")));
    }
  }
}

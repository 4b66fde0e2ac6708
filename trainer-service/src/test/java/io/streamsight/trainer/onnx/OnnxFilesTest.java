package io.streamsight.trainer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.net.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Leaves a file of each kind in {@code target/onnx}, for ONNX's own checker: see {@code .ci}. */
class OnnxFilesTest {
  private static final Path FOLDER = Path.of("target/onnx");

  static Stream<Architecture> architectures() {
    List<Architecture> all = new ArrayList<>();
    for (Topology topology : Topology.values()) {
      for (int classes : new int[] {2, 10}) {
        all.add(
            new Architecture(
                topology.label(),
                topology.imageSize(),
                classes,
                topology.width(),
                topology.blocks()));
        all.add(new Architecture(topology.label(), 48, classes, 16, 3));
        all.add(new Architecture(topology.label(), 51, classes, 48, 2));
        all.add(new Architecture(topology.label(), 17, classes, 16, 1));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void shouldWriteAFileThatLoads(Architecture architecture) throws IOException {
    String name =
        "%s-%dpx-%dclasses-%dx%d.onnx"
            .formatted(
                architecture.name(),
                architecture.imageSize(),
                architecture.classes(),
                architecture.width(),
                architecture.blocks());
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("streamsight.model", name);
    try (Net net = Net.create(architecture, 1)) {
      byte[] onnx = OnnxExporter.export(net, metadata);
      Files.createDirectories(FOLDER);
      Files.write(FOLDER.resolve(name), onnx);
      try (OnnxModel model = OnnxModel.load(onnx, 1)) {
        assertThat(model.metadata()).isEqualTo(metadata);
      }
    }
  }
}

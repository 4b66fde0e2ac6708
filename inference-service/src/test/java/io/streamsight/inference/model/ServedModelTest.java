package io.streamsight.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.registry.ModelFile;
import io.streamsight.contract.registry.ModelVersion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServedModelTest {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final AtomicInteger closed = new AtomicInteger();

  private ServedModel model(byte[] onnx) throws Exception {
    var session = environment.createSession(onnx);
    var metadata = ModelMetadata.ofProperties(session.getMetadata().getCustomMetadata());
    var version =
        new ModelVersion("pets", 1, "run", new ModelFile("00", 1, 0, 0), null, null, false);
    return new ServedModel(
        environment,
        new OpenModel(session, Device.CPU, () -> {}),
        new AloneRunner(session),
        version,
        metadata,
        new MapSize(7, 7),
        closed::incrementAndGet);
  }

  private byte[] file() throws Exception {
    try (var in = getClass().getResourceAsStream("/models/first.onnx")) {
      return in.readAllBytes();
    }
  }

  /** The bias of the last layer, four bytes behind its name, is no number. */
  private static byte[] withoutNumbers(byte[] onnx) {
    String name = "dense.biasJ\u0004";
    int at = new String(onnx, StandardCharsets.ISO_8859_1).indexOf(name) + name.length();
    ByteBuffer.wrap(onnx).order(ByteOrder.LITTLE_ENDIAN).putFloat(at, Float.NaN);
    return onnx;
  }

  @Test
  void shouldCallAScoreThatIsNoNumberAFaultOfTheRuntime() throws Exception {
    ServedModel model = model(withoutNumbers(file()));
    try (PixelBuffers buffers = new PixelBuffers()) {
      Pixels pixels = model.pixels(buffers, target -> {});
      assertThatThrownBy(() -> model.run(pixels, false))
          .isInstanceOf(StreamsightException.class)
          .hasMessageContaining("NaN")
          .satisfies(
              e -> assertThat(((StreamsightException) e).reason()).isEqualTo(Reason.MODEL_RUNTIME));
    }
    model.release();
  }

  @Test
  void shouldSayOnceThatItIsClosed() throws Exception {
    ServedModel model = model(file());
    model.retain();
    model.release();
    assertThat(closed).hasValue(0);
    model.release();
    assertThat(closed).hasValue(1);
  }
}

package io.streamsight.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.model.SelfTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches on the CPU: what they give back does not depend on the device. */
class BatchRunnerTest {
  private static final Preprocessing SIZE = Preprocessing.kerasV1(32, 32);
  private static final int MAX_BATCH = 4;
  private static final int IMAGES = 40;

  /** Of a float32 sum in another order, as a batch may have it. */
  private static final float SAME = 1e-6f;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Queue<Integer> batches = new ConcurrentLinkedQueue<>();
  private OrtSession session;
  private AloneRunner alone;
  private BatchRunner batched;

  @BeforeEach
  void open() throws Exception {
    session = environment.createSession(model("fails-on-white.onnx"));
    alone = new AloneRunner(session);
    batched = new BatchRunner(environment, session, SIZE, MAX_BATCH, batches::add);
  }

  private static byte[] model(String name) throws IOException {
    try (InputStream in = BatchRunnerTest.class.getResourceAsStream("/models/" + name)) {
      return in.readAllBytes();
    }
  }

  @AfterEach
  void close() throws OrtException {
    batched.close();
    session.close();
  }

  private Pixels drawn(PixelBuffers buffers, int picture) throws OrtException {
    return buffers.fill(
        environment, SIZE, target -> SelfTest.draw(picture, SIZE.height(), SIZE.width(), target));
  }

  @Test
  void shouldGiveEveryImageItsOwnScoresAndItsMapWhereItWasAskedFor() throws Exception {
    List<Future<Prediction>> predictions = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(2 * MAX_BATCH);
    for (int i = 0; i < IMAGES; i++) {
      int picture = i;
      predictions.add(threads.submit(run(picture, picture % 3 == 0)));
    }
    try (PixelBuffers buffers = new PixelBuffers()) {
      for (int i = 0; i < IMAGES; i++) {
        Prediction expected = alone.run(drawn(buffers, i), i % 3 == 0);
        Prediction actual = predictions.get(i).get();
        assertThat(actual.scores()).as("image %d", i).containsExactly(expected.scores(), offset());
        if (i % 3 == 0) {
          assertThat(actual.map()).containsExactly(expected.map(), offset());
        } else {
          assertThat(actual.map()).isNull();
        }
      }
    }
    threads.shutdown();
    assertThat(batches.stream().mapToInt(n -> n).sum()).isEqualTo(IMAGES);
    assertThat(batches).allMatch(n -> n >= 1 && n <= MAX_BATCH).anyMatch(n -> n > 1);
  }

  private static org.assertj.core.data.Offset<Float> offset() {
    return org.assertj.core.api.Assertions.within(SAME);
  }

  private Callable<Prediction> run(int picture, boolean withMap) {
    return () -> {
      try (PixelBuffers buffers = new PixelBuffers()) {
        return batched.run(drawn(buffers, picture), withMap);
      }
    };
  }

  @Test
  void shouldTellWhoeverAskedThatTheRuntimeFailed() throws Exception {
    try (PixelBuffers buffers = new PixelBuffers()) {
      ByteBuffer white = ByteBuffer.wrap(new byte[SIZE.bytes()]).put(0, (byte) 255);
      Pixels pixels = buffers.fill(environment, SIZE, target -> target.put(white));

      assertThatThrownBy(() -> batched.run(pixels, false)).isInstanceOf(OrtException.class);

      assertThat(batched.run(drawn(buffers, 1), false).scores()).hasSize(2);
    }
  }
}

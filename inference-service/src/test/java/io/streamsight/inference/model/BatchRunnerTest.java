package io.streamsight.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.model.SelfTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final ExecutorService pool = Executors.newFixedThreadPool(2 * MAX_BATCH, this::thread);
  private AloneRunner alone;
  private BatchRunner batched;

  @BeforeEach
  void open() throws Exception {
    session = environment.createSession(model("fails-on-white.onnx"));
    alone = new AloneRunner(session);
    batched = new BatchRunner(environment, session, SIZE, MAX_BATCH, false, this::ran);
  }

  /** On the runner's thread, which stays with its first run until the gate is open. */
  private void ran(int images) {
    batches.add(images);
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task);
    threads.add(thread);
    return thread;
  }

  /** Until so many threads wait for their image: one in a run, the others for the next batch. */
  private void awaitWaiting(int count) {
    await()
        .until(
            () ->
                threads.stream().filter(t -> t.getState() == Thread.State.WAITING).count()
                    == count);
  }

  private static byte[] model(String name) throws IOException {
    try (InputStream in = BatchRunnerTest.class.getResourceAsStream("/models/" + name)) {
      return in.readAllBytes();
    }
  }

  @AfterEach
  void close() throws OrtException {
    gate.countDown();
    pool.shutdown();
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
    for (int i = 0; i < IMAGES; i++) {
      int picture = i;
      predictions.add(pool.submit(run(picture, picture % 3 == 0)));
    }
    awaitWaiting(2 * MAX_BATCH);
    gate.countDown();
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
    assertThat(batches.stream().mapToInt(n -> n).sum()).isEqualTo(IMAGES);
    assertThat(batches).allMatch(n -> n >= 1 && n <= MAX_BATCH).contains(MAX_BATCH);
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

  private Pixels white(PixelBuffers buffers) throws OrtException {
    byte[] white = new byte[SIZE.bytes()];
    white[0] = (byte) 255;
    return buffers.fill(environment, SIZE, target -> target.put(white));
  }

  @Test
  void shouldRunTheSameShapeHoweverFewImagesThereAre() throws Exception {
    gate.countDown();
    var options = new OrtSession.SessionOptions();
    // Other shapes are an error then.
    options.setSymbolicDimensionValue("N", MAX_BATCH);
    try (options;
        OrtSession rigid = environment.createSession(model("first.onnx"), options);
        PixelBuffers buffers = new PixelBuffers()) {
      var asMany = new BatchRunner(environment, rigid, SIZE, MAX_BATCH, false, n -> {});
      var fixed = new BatchRunner(environment, rigid, SIZE, MAX_BATCH, true, this::ran);
      try {
        Pixels picture = drawn(buffers, 1);
        assertThatThrownBy(() -> asMany.run(picture, false)).isInstanceOf(OrtException.class);
        for (int i = 0; i < 3; i++) {
          Pixels pixels = drawn(buffers, i);
          Prediction expected = alone.run(pixels, true);
          Prediction actual = fixed.run(pixels, true);
          assertThat(actual.scores()).containsExactly(expected.scores(), offset());
          assertThat(actual.map()).containsExactly(expected.map(), offset());
        }
      } finally {
        asMany.close();
        fixed.close();
      }
    }
    assertThat(batches).as("images that were asked for").containsExactly(1, 1, 1);
  }

  @Test
  void shouldTellWhoeverAskedThatTheRuntimeFailed() throws Exception {
    gate.countDown();
    try (PixelBuffers buffers = new PixelBuffers()) {
      Pixels pixels = white(buffers);

      assertThatThrownBy(() -> batched.run(pixels, false)).isInstanceOf(OrtException.class);

      assertThat(batched.run(drawn(buffers, 1), false).scores()).hasSize(2);
    }
  }

  @Test
  void shouldFailOnlyTheOneOfABatchThatTheRuntimeFailsAt() throws Exception {
    Future<Prediction> first = pool.submit(run(0, false));
    awaitWaiting(1);
    // The first of its batch: that is where this model's runtime looks.
    Future<Prediction> bad =
        pool.submit(
            () -> {
              try (PixelBuffers buffers = new PixelBuffers()) {
                return batched.run(white(buffers), false);
              }
            });
    awaitWaiting(2);
    Future<Prediction> good = pool.submit(run(1, false));
    Future<Prediction> alsoGood = pool.submit(run(2, true));
    awaitWaiting(4);
    gate.countDown();

    assertThat(first.get().scores()).hasSize(2);
    assertThat(good.get().scores()).hasSize(2);
    assertThat(alsoGood.get().map()).isNotEmpty();
    assertThatThrownBy(bad::get).hasCauseInstanceOf(OrtException.class);
    assertThat(batches).as("runs that succeeded").containsExactly(1, 1, 1);
  }

  @Test
  void shouldNotReturnBeforeTheRunIsDoneWhenInterrupted() throws Exception {
    AtomicBoolean flag = new AtomicBoolean();
    Future<Prediction> prediction =
        pool.submit(
            () -> {
              Prediction done = run(0, false).call();
              flag.set(Thread.currentThread().isInterrupted());
              return done;
            });
    awaitWaiting(1);
    threads.forEach(Thread::interrupt);
    assertThatThrownBy(() -> prediction.get(200, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);

    gate.countDown();

    assertThat(prediction.get().scores()).hasSize(2);
    assertThat(flag).isTrue();
  }

  @Test
  void shouldNotCloseBeforeTheLastRunIsDoneWhenInterrupted() throws Exception {
    Future<Prediction> prediction = pool.submit(run(0, false));
    awaitWaiting(1);
    Thread closing = new Thread(batched::close);
    closing.start();
    closing.interrupt();
    closing.join(200);
    assertThat(closing.isAlive()).isTrue();

    gate.countDown();

    closing.join();
    assertThat(prediction.get().scores()).hasSize(2);
  }

  @Test
  void shouldHandOnAnErrorAsItIs() throws Exception {
    var full =
        new BatchRunner(
            environment,
            session,
            SIZE,
            MAX_BATCH,
            false,
            images -> {
              throw new OutOfMemoryError("for a test");
            });
    try (PixelBuffers buffers = new PixelBuffers()) {
      Pixels pixels = drawn(buffers, 1);
      assertThatThrownBy(() -> full.run(pixels, false)).isInstanceOf(OutOfMemoryError.class);
    } finally {
      full.close();
    }
  }
}

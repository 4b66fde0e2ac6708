package io.streamsight.inference.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.streamsight.contract.image.Preprocessing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntConsumer;

/**
 * What is there at the moment, in one run on one thread: on GPUs. While a batch runs, other threads
 * decode the next one; nothing waits for company.
 *
 * <p>On CUDA all runs must have one size: the runtime plans every convolution anew when an input's
 * shape is not that of the run before. On an H100 that takes 670 ms for a net that computes 16
 * images in 2 ms, and one in 0.4.
 */
final class BatchRunner implements Runner {
  private record Job(Pixels pixels, boolean withMap, CompletableFuture<Prediction> prediction) {}

  private static final Job END = new Job(null, false, null);

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Preprocessing preprocessing;
  private final int maxBatch;
  private final boolean fixed;
  private final IntConsumer ran;
  private final ByteBuffer input;
  private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::follow, "batch-runner");

  /**
   * @param maxBatch images of one run
   * @param fixed whether every run has as many, filled up where fewer are there
   * @param ran is told how many each run had
   */
  BatchRunner(
      OrtEnvironment environment,
      OrtSession session,
      Preprocessing preprocessing,
      int maxBatch,
      boolean fixed,
      IntConsumer ran) {
    this.environment = environment;
    this.session = session;
    this.preprocessing = preprocessing;
    this.maxBatch = maxBatch;
    this.fixed = fixed;
    this.ran = ran;
    input =
        ByteBuffer.allocateDirect(Math.multiplyExact(maxBatch, preprocessing.bytes()))
            .order(ByteOrder.nativeOrder());
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public Prediction run(Pixels pixels, boolean withMap) throws OrtException {
    Job job = new Job(pixels, withMap, new CompletableFuture<>());
    jobs.add(job);
    try {
      // Not to be interrupted: the caller fills its buffers anew as soon as this returns.
      return job.prediction.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof OrtException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("A run failed", e.getCause());
    }
  }

  private void follow() {
    List<Job> batch = new ArrayList<>(maxBatch);
    try {
      for (Job first = jobs.take(); first != END; first = jobs.take()) {
        batch.add(first);
        jobs.drainTo(batch, maxBatch - 1);
        boolean last = batch.remove(END);
        tryRun(batch);
        batch.clear();
        if (last) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tryRun(List<Job> batch) {
    try {
      run(batch);
    } catch (OrtException | RuntimeException | Error e) {
      if (batch.size() == 1) {
        batch.get(0).prediction.completeExceptionally(e);
      } else {
        // One of them is to blame, and only that one shall fail.
        batch.forEach(job -> tryRun(List.of(job)));
      }
    }
  }

  private void run(List<Job> batch) throws OrtException {
    input.clear();
    batch.forEach(job -> input.put(job.pixels.bytes().duplicate().rewind()));
    int n = fixed ? maxBatch : batch.size();
    // What is behind the last image is left over from an earlier run: computed, and asked for by
    // none.
    input.clear().limit(n * preprocessing.bytes());
    long[] shape = {n, preprocessing.height(), preprocessing.width(), 3};
    boolean withMap = batch.stream().anyMatch(Job::withMap);
    Prediction all;
    try (OnnxTensor tensor =
        OnnxTensor.createTensor(environment, input, shape, OnnxJavaType.UINT8)) {
      all = Runner.run(session, tensor, withMap);
    }
    ran.accept(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      Job job = batch.get(i);
      job.prediction.complete(
          new Prediction(part(all.scores(), i, n), job.withMap ? part(all.map(), i, n) : null));
    }
  }

  private static float[] part(float[] all, int i, int n) {
    int length = all.length / n;
    return Arrays.copyOfRange(all, i * length, (i + 1) * length);
  }

  @Override
  public void close() {
    jobs.add(END);
    boolean interrupted = false;
    // Interrupted or not: the session is closed next, and no run may be in it.
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

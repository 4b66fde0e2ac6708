package io.streamsight.inference.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * Each image by itself on the thread that brings it: on CPUs, where every core takes its own image
 * and batches cost throughput.
 */
final class AloneRunner implements Runner {
  private final OrtSession session;

  AloneRunner(OrtSession session) {
    this.session = session;
  }

  @Override
  public Prediction run(Pixels pixels, boolean withMap) throws OrtException {
    return Runner.run(session, pixels.tensor(), withMap);
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}

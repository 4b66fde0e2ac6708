package io.streamsight.inference.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import org.jboss.logging.Logger;

/**
 * A session and what computes it. Closing it while a run is in it would crash the process.
 *
 * @param closed runs after the close
 */
record OpenModel(OrtSession session, Device device, Runnable closed) implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(OpenModel.class);

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      LOG.warn("A session does not close", e);
    }
    closed.run();
  }
}

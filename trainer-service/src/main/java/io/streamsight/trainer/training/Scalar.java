package io.streamsight.trainer.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * A number for arithmetic with arrays, in the host's memory wherever they are. DJL copies the
 * number of {@code mul(0.9f)} to the GPU, and the copy waits until all that is queued there is
 * done.
 */
final class Scalar {
  private Scalar() {}

  static NDArray of(NDManager owner, float value) {
    try (NDManager host = owner.newSubManager(Device.cpu())) {
      NDArray scalar = host.create(value);
      scalar.attach(owner);
      return scalar;
    }
  }
}

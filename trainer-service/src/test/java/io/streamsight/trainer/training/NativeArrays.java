package io.streamsight.trainer.training;

import ai.djl.ndarray.NDManager;

/** Counts what the engine holds. */
final class NativeArrays {
  private NativeArrays() {}

  /** Arrays of all managers of the process that are not closed. */
  static int count() {
    try (NDManager any = NDManager.newBaseManager("PyTorch")) {
      return any.getParentManager().getManagedArrays().size();
    }
  }
}

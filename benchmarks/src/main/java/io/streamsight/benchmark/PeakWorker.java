package io.streamsight.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import io.streamsight.contract.event.Json;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * What the machine can compute at most in single precision, with the engine that trains. A process
 * of its own that tells it as JSON.
 */
final class PeakWorker {
  private static final int ROUNDS = 8;

  /** Rows and columns of the matrices: far above what the overhead of a call shows at. */
  private static final long SIDE = 3072;

  private static final long CHANNELS = 256;
  private static final long CELLS = 56;
  private static final long BATCH = 8;

  /**
   * The best of several, operations a second; a multiplication with its addition is two.
   *
   * @param matrixProduct of two square matrices of 3,072
   * @param convolution 3x3 from 256 channels to 256, channels last: other kernels than the first's
   */
  record Peak(double matrixProduct, double convolution) {
    double best() {
      return Math.max(matrixProduct, convolution);
    }
  }

  private PeakWorker() {}

  public static void main(String[] none) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray matrix = manager.randomUniform(-1, 1, new Shape(SIDE, SIDE));
      NDArray pixels =
          manager
              .randomUniform(-1, 1, new Shape(BATCH, CELLS, CELLS, CHANNELS))
              .transpose(0, 3, 1, 2);
      NDArray kernels = manager.randomUniform(-1, 1, new Shape(CHANNELS, CHANNELS, 3, 3));
      Shape one = new Shape(1, 1);
      Peak peak =
          new Peak(
              best(2.0 * SIDE * SIDE * SIDE, () -> matrix.matMul(matrix)),
              best(
                  2.0 * BATCH * CELLS * CELLS * CHANNELS * CHANNELS * 9,
                  () -> Conv2d.conv2d(pixels, kernels, null, one, one, one, 1).singletonOrThrow()));
      System.out.println(new String(Json.write(peak), StandardCharsets.UTF_8));
    }
  }

  private static double best(double operations, Supplier<NDArray> computation) {
    double best = 0;
    for (int i = 0; i < ROUNDS; i++) {
      long began = System.nanoTime();
      try (NDArray result = computation.get()) {
        result.getFloat(new long[result.getShape().dimension()]);
        best = Math.max(best, operations / (System.nanoTime() - began) * 1e9);
      }
    }
    return best;
  }
}

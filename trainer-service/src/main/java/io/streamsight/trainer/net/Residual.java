package io.streamsight.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Optional;

/** branch(x) + projection(x), or + x where there is no projection. */
public final class Residual extends Layer {
  private final Sequence branch;
  private final Convolution projection;

  /** For a branch that changes the shape of its input. */
  public Residual(Sequence branch, Convolution projection) {
    this.branch = addChildBlock("branch", branch);
    this.projection = addChildBlock("projection", projection);
  }

  /** For a branch that gives the shape of its input back. */
  public Residual(Sequence branch) {
    this.branch = addChildBlock("branch", branch);
    projection = null;
  }

  /**
   * What brings an input to the shape of a branch: 1x1 and strided where the branch pools, 1x1
   * where it only changes the number of filters, nothing where it changes neither.
   *
   * @param channels of the input
   * @param filters of the branch
   * @param stride of the branch, 1 where it does not pool
   */
  public static Optional<Convolution> projection(int channels, int filters, int stride) {
    return channels == filters && stride == 1
        ? Optional.empty()
        : Optional.of(Convolution.same(filters, 1, stride));
  }

  public Sequence branch() {
    return branch;
  }

  public Optional<Convolution> projection() {
    return Optional.ofNullable(projection);
  }

  @Override
  public Shape outputShape(Shape shape) {
    return branch.outputShape(shape);
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    branch.initialize(manager, type, inputShapes);
    if (projection != null) {
      projection.initialize(manager, type, inputShapes);
    }
  }

  @Override
  protected NDArray apply(ParameterStore store, NDArray input, boolean training) {
    NDArray output = run(branch, store, input, training);
    NDArray shortcut = projection == null ? input : run(projection, store, input, training);
    // In place after pooling, which needs its input and not its output to go back; a ReLU's
    // gradient is made from its output.
    NDArray sum =
        branch.last() instanceof MaxPooling ? output.addi(shortcut) : output.add(shortcut);
    if (shortcut != input) {
      shortcut.close();
    }
    if (output != sum && output != input) {
      output.close();
    }
    return sum;
  }
}

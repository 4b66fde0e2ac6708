package io.streamsight.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

/** branch(x) + projection(x); the projection brings x to the branch's shape. */
public final class Residual extends Layer {
  private final Sequence branch;
  private final Convolution projection;

  public Residual(Sequence branch, Convolution projection) {
    this.branch = addChildBlock("branch", branch);
    this.projection = addChildBlock("projection", projection);
  }

  public Sequence branch() {
    return branch;
  }

  public Convolution projection() {
    return projection;
  }

  @Override
  public Shape outputShape(Shape shape) {
    return branch.outputShape(shape);
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    branch.initialize(manager, type, inputShapes);
    projection.initialize(manager, type, inputShapes);
  }

  @Override
  protected NDArray apply(ParameterStore store, NDArray input, boolean training) {
    NDArray added = run(branch, store, input, training);
    // In place: the pooling before it needs its input and not its output to go back.
    return added.addi(run(projection, store, input, training));
  }
}

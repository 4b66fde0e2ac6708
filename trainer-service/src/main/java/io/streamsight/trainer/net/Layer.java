package io.streamsight.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A DJL block with one input and one output. Sealed: whoever translates a net (to ONNX, say) can
 * know every kind.
 *
 * <p>Arrays that a layer makes belong to its input's manager; parameters belong to the manager that
 * the net was initialized with.
 */
public abstract sealed class Layer extends AbstractBlock
    permits BatchNormalization,
        Convolution,
        Dense,
        Dropout,
        Flatten,
        GlobalAveragePooling,
        MaxPooling,
        Relu,
        Residual,
        SeparableConvolution,
        Sequence {

  private boolean frozen;

  /** The output's shape for an input of {@code shape}, {@code [N, C, H, W]} for pictures. */
  public abstract Shape outputShape(Shape shape);

  /**
   * @param input which stays open
   * @return the input itself, or an array of the layer's own, which the caller may close: what
   *     going back needs of it the engine keeps
   */
  protected abstract NDArray apply(ParameterStore store, NDArray input, boolean training);

  /** Parameters of this layer and those below it, by their path: {@code block1.norm1.gamma}. */
  public final Map<String, Parameter> parametersByPath() {
    Map<String, Parameter> found = new LinkedHashMap<>();
    collect("", this, found);
    return found;
  }

  /**
   * This layer's own parameters for an input of {@code shape}, with their shapes and without
   * values.
   */
  final Collection<Parameter> parametersFor(Shape shape) {
    prepare(new Shape[] {shape});
    return getDirectParameters().values();
  }

  /**
   * From now on this layer and those below it compute as they serve, in training too, and their
   * parameters get no gradient: Keras's {@code trainable = False}, which stops batch norm's
   * statistics as well.
   */
  final void freeze() {
    descendants()
        .forEach(
            layer -> {
              layer.frozen = true;
              layer.getDirectParameters().values().forEach(parameter -> parameter.freeze(true));
            });
  }

  final boolean isFrozen() {
    return frozen;
  }

  /** This layer and all those below it. */
  public final Stream<Layer> descendants() {
    return Stream.concat(
        Stream.of(this),
        getChildren().values().stream().flatMap(child -> ((Layer) child).descendants()));
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {outputShape(inputShapes[0])};
  }

  @Override
  protected final NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    return new NDList(apply(store, inputs.singletonOrThrow(), training && !frozen));
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    // Layers without children.
  }

  protected final NDArray run(Layer layer, ParameterStore store, NDArray input, boolean training) {
    return layer.forward(store, new NDList(input), training).singletonOrThrow();
  }

  protected final Parameter parameter(String name, Parameter.Type type) {
    boolean statistics = type == Parameter.Type.RUNNING_MEAN || type == Parameter.Type.RUNNING_VAR;
    return addParameter(
        Parameter.builder().setName(name).setType(type).optRequiresGrad(!statistics).build());
  }

  /**
   * Keras's {@code GlorotUniform}: uniform within sqrt(6 / (fan in + fan out)). DJL's Xavier
   * initializer has another magnitude, and its fans are wrong for depthwise kernels.
   */
  protected static Initializer glorotUniform(long fanIn, long fanOut) {
    float limit = (float) Math.sqrt(6.0 / (fanIn + fanOut));
    return (manager, shape, type) -> manager.randomUniform(-limit, limit, shape, type);
  }

  private static void collect(String prefix, Block block, Map<String, Parameter> found) {
    for (Pair<String, Parameter> own : block.getDirectParameters()) {
      found.put(prefix + own.getKey(), own.getValue());
    }
    for (Pair<String, Block> child : block.getChildren()) {
      // DJL puts the child's two-digit number before its name.
      collect(prefix + child.getKey().substring(2) + ".", child.getValue(), found);
    }
  }
}

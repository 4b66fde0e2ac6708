package io.streamsight.trainer.net;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A net with its weights: pictures uint8 {@code [N, size, size, 3]} in, logits {@code [N, units]}
 * out. Owns its parameters' native memory; whoever made it closes it. Not for several threads.
 */
public final class Net implements AutoCloseable {
  /** Keras's {@code Rescaling(1./255)}. */
  public static final float SCALE = 1 / 255f;

  private static final String ENGINE = "PyTorch";

  private final Architecture architecture;
  private final NDManager manager;
  private final Sequence layers;
  private final ParameterStore store;
  private final Map<String, Parameter> parameters;
  private final List<BatchNormalization> norms;

  private Net(Architecture architecture) {
    this.architecture = architecture;
    manager = NDManager.newBaseManager(ENGINE);
    manager.setName("net");
    layers = architecture.layers();
    layers.initialize(manager, DataType.FLOAT32, inputShape(1));
    store = new ParameterStore(manager, false);
    parameters = Collections.unmodifiableMap(layers.parametersByPath());
    norms =
        layers
            .descendants()
            .filter(BatchNormalization.class::isInstance)
            .map(BatchNormalization.class::cast)
            .toList();
  }

  /**
   * A net with fresh weights; the same seed draws the same ones. Reseeds the engine, which has one
   * random state a process.
   */
  public static Net create(Architecture architecture, long seed) {
    seed(seed);
    return new Net(architecture);
  }

  /** Sets the random state of the engine: what dropout and initial weights draw from. */
  public static void seed(long seed) {
    Engine.getEngine(ENGINE).setRandomSeed(Long.hashCode(seed));
  }

  public Architecture architecture() {
    return architecture;
  }

  public Sequence layers() {
    return layers;
  }

  /** By path ({@code block1.branch.norm1.gamma}), in the order of the net. */
  public Map<String, Parameter> parameters() {
    return parameters;
  }

  /** All parameters' values, batch-norm statistics included. */
  public long parameterCount() {
    return parameters.values().stream().mapToLong(p -> p.getShape().size()).sum();
  }

  /** {@code [n, 3, size, size]}. */
  public Shape inputShape(long n) {
    return new Shape(n, 3, architecture.imageSize(), architecture.imageSize());
  }

  /** For arrays that live as long as the net, and as parent of short-lived ones. */
  public NDManager manager() {
    return manager;
  }

  /**
   * The net's input, in {@code owner}. On the CPU a direct buffer is not copied: leave it alone
   * until {@code owner} is closed.
   *
   * @param pixels uint8 {@code [n, size, size, 3]} from the buffer's position, direct
   */
  public NDArray input(NDManager owner, ByteBuffer pixels, int n) {
    int size = architecture.imageSize();
    int bytes = n * size * size * 3;
    if (!pixels.isDirect() || pixels.remaining() < bytes) {
      throw new IllegalArgumentException(
          "%d pictures of %dx%dx3 need a direct buffer of %d bytes, not %s"
              .formatted(n, size, size, bytes, pixels));
    }
    ByteBuffer view = pixels.slice(pixels.position(), bytes);
    NDArray bytesArray = owner.create(view, new Shape(n, size, size, 3), DataType.UINT8);
    // The transposed view keeps channels last in memory, and every layer after it follows: twice
    // as fast as channels first.
    return bytesArray.toType(DataType.FLOAT32, false).muli(SCALE).transpose(0, 3, 1, 2);
  }

  /**
   * @param input as {@link #input} makes it
   * @return logits {@code [N, units]}, in the input's manager
   */
  public NDArray forward(NDArray input, boolean training) {
    return layers.forward(store, new NDList(input), training).singletonOrThrow();
  }

  /**
   * As it serves: no dropout, running statistics.
   *
   * @param pixels uint8 {@code [n, size, size, 3]} from the buffer's position, direct
   * @return {@code [n][units]}
   */
  public float[][] logits(ByteBuffer pixels, int n) {
    forgetGradients();
    try (NDManager step = manager.newSubManager()) {
      float[] flat = forward(input(step, pixels, n), false).toFloatArray();
      int units = architecture.units();
      float[][] logits = new float[n][units];
      for (int i = 0; i < n; i++) {
        System.arraycopy(flat, i * units, logits[i], 0, units);
      }
      return logits;
    }
  }

  /**
   * Makes the running statistics of every batch norm the plain average over batches, for the
   * weights as they are now: call it for batch 0, 1, 2 ...; batch 0 forgets what was before.
   *
   * @param pixels as for {@link #logits}
   */
  public void averageStatistics(int batch, ByteBuffer pixels, int n) {
    forgetGradients();
    norms.forEach(norm -> norm.setMomentum(batch / (batch + 1f)));
    try (NDManager step = manager.newSubManager()) {
      forward(input(step, pixels, n), true);
    } finally {
      norms.forEach(norm -> norm.setMomentum(BatchNormalization.MOMENTUM));
    }
  }

  /** A copy of all values by path. */
  public Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>();
    parameters.forEach((path, parameter) -> values.put(path, parameter.getArray().toFloatArray()));
    return values;
  }

  /**
   * @param values as {@link #values} gave them, of a net of the same architecture
   */
  public void setValues(Map<String, float[]> values) {
    if (!values.keySet().equals(parameters.keySet())) {
      throw new IllegalArgumentException(
          "The values are not of a %s: %s".formatted(architecture, values.keySet()));
    }
    values.forEach((path, value) -> set(parameters.get(path), value));
  }

  private void set(Parameter parameter, float[] value) {
    // A duplicate, so that the engine owns the memory and not a Java buffer.
    try (NDArray wrapped = manager.create(value, parameter.getShape())) {
      NDArray array = parameter.getArray();
      array.intern(wrapped.duplicate());
      if (parameter.requiresGradient()) {
        array.setRequiresGradient(true);
      }
    }
  }

  /**
   * Turns gradients off for this thread. The engine's switch is per thread and on at first: outside
   * of a gradient collector every forward pass would keep its activations.
   */
  public static void forgetGradients() {
    Engine.getEngine(ENGINE);
    JniUtils.setGradMode(false);
  }

  /** Remembers what is computed until it is closed, to go back through it; one a process. */
  public GradientCollector collectGradients() {
    return Engine.getEngine(ENGINE).newGradientCollector();
  }

  @Override
  public void close() {
    manager.close();
  }
}

package io.streamsight.trainer.net;

import static java.util.stream.Collectors.toSet;

import ai.djl.Device;
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
import java.util.Set;
import java.util.TreeSet;

/**
 * A net with its weights: pictures uint8 {@code [N, size, size, 3]} in, logits {@code [N, units]}
 * out. Owns its parameters' native memory; whoever made it closes it. Not for several threads.
 */
public final class Net implements AutoCloseable {
  /** Keras's {@code Rescaling(1./255)}. */
  public static final float SCALE = 1 / 255f;

  private static final String ENGINE = "PyTorch";

  /** In every net the layer that knows the classes. */
  private static final String HEAD = "dense.";

  private static volatile Device device;

  private final Architecture architecture;
  private final NDManager manager;
  private final Sequence layers;
  private final ParameterStore store;
  private final Map<String, Parameter> parameters;
  private final List<BatchNormalization> norms;

  private Net(Architecture architecture) {
    this.architecture = architecture;
    manager = NDManager.newBaseManager(device, ENGINE);
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

  /**
   * Where the nets live that are created from now on, for the start of the process. Null, as at
   * first, is the engine's choice: a GPU where it finds one.
   */
  public static void useDevice(Device chosen) {
    device = chosen;
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
    return input(owner, pixels, n, architecture.imageSize());
  }

  /**
   * The same for pictures of another size.
   *
   * @param size height and width, where the net {@link Topology#takesAnySize} another than its own
   */
  public NDArray input(NDManager owner, ByteBuffer pixels, int n, int size) {
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
   * Makes the running statistics of every batch norm that is not frozen the plain average over
   * batches, for the weights as they are now: call it for batch 0, 1, 2 ...; batch 0 forgets what
   * was before.
   *
   * @param pixels as for {@link #logits}
   */
  public void averageStatistics(int batch, ByteBuffer pixels, int n) {
    List<BatchNormalization> moving = norms.stream().filter(norm -> !norm.isFrozen()).toList();
    if (moving.isEmpty()) {
      return;
    }
    forgetGradients();
    moving.forEach(norm -> norm.setMomentum(batch / (batch + 1f)));
    try (NDManager step = manager.newSubManager()) {
      forward(input(step, pixels, n), true);
    } finally {
      moving.forEach(norm -> norm.setMomentum(BatchNormalization.MOMENTUM));
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

  /**
   * Takes the weights of another net of the same kind, width and blocks over, statistics included.
   * The head keeps its fresh weights where told to, and where the other one does not fit: other
   * classes, or another image size where the net flattens.
   *
   * @param values as {@link #values} gave them, or {@code OnnxWeights}
   * @param newHead because the labels are others
   * @return paths that keep their fresh weights, none if it is the other net's head
   * @throws IllegalArgumentException naming what does not fit
   */
  public Set<String> load(Map<String, float[]> values, boolean newHead) {
    Set<String> unfit = new TreeSet<>(values.keySet());
    unfit.removeAll(parameters.keySet());
    parameters.keySet().stream().filter(path -> !fits(path, values)).forEach(unfit::add);
    Set<String> head =
        parameters.keySet().stream().filter(path -> path.startsWith(HEAD)).collect(toSet());
    boolean fresh = newHead || head.stream().anyMatch(unfit::contains);
    unfit.removeAll(head);
    if (!unfit.isEmpty()) {
      throw new IllegalArgumentException(
          "The weights are not of a %s, they differ in %s".formatted(architecture, unfit));
    }
    parameters.forEach(
        (path, parameter) -> {
          if (!fresh || !head.contains(path)) {
            set(parameter, values.get(path));
          }
        });
    return fresh ? head : Set.of();
  }

  private boolean fits(String path, Map<String, float[]> values) {
    float[] value = values.get(path);
    return value != null && value.length == parameters.get(path).getShape().size();
  }

  /**
   * Keeps a part of the net as it is, for good; see {@link Layer#freeze}. A gradient goes back no
   * further than to the first layer that still learns.
   *
   * @param batchNorm every batch norm: its weights and its statistics
   * @param blocks so many of the first blocks and what is before them, batch norm too; 0 to all
   */
  public void freeze(boolean batchNorm, int blocks) {
    if (blocks < 0 || blocks > architecture.blocks()) {
      throw new IllegalArgumentException(
          "frozenBlocks %d is not within 0 to %d".formatted(blocks, architecture.blocks()));
    }
    if (batchNorm) {
      norms.forEach(Layer::freeze);
    }
    List<String> names = List.copyOf(layers.layers().keySet());
    // Without a block this is empty: "block0" is at -1.
    names.subList(0, names.indexOf("block" + blocks) + 1).stream()
        .map(layers.layers()::get)
        .forEach(Layer::freeze);
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

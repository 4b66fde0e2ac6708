package io.streamsight.trainer.net;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What a net is made of, from its shapes alone: no weights, and no engine, are loaded.
 *
 * @param layers in the order in which they compute
 * @param parameters all values, {@code trainable} plus {@code statistics}
 * @param trainable those that training changes by gradients
 * @param statistics means and variances of batch norm
 */
public record Summary(
    Architecture architecture, List<Row> layers, long parameters, long trainable, long statistics) {

  /**
   * @param name which its parameters' paths start with
   * @param type of layer; {@code Add} joins a residual block's branch and shortcut
   * @param outputShape in Keras's order, {@code [null, height, width, channels]} or {@code [null,
   *     values]}; null is the batch
   * @param parameters values, statistics included
   * @param inputs names of the layers that it is connected to
   */
  public record Row(
      String name, String type, List<Long> outputShape, long parameters, List<String> inputs) {}

  public static Summary of(Architecture architecture) {
    Walk walk = new Walk();
    Shape image = new Shape(1, 3, architecture.imageSize(), architecture.imageSize());
    String input = walk.add("image", "Input", image, 0);
    String scaled = walk.add("scaled", "Rescaling", image, 0, input);
    walk.visit("", architecture.layers(), image, scaled);
    return new Summary(
        architecture,
        List.copyOf(walk.rows),
        walk.trainable + walk.statistics,
        walk.trainable,
        walk.statistics);
  }

  private static final class Walk {
    private final List<Row> rows = new ArrayList<>();
    private long trainable;
    private long statistics;

    /**
     * @return the name of the layer's last row
     */
    String visit(String path, Layer layer, Shape shape, String input) {
      if (layer instanceof Sequence sequence) {
        return visitSequence(path, sequence, shape, input);
      }
      if (layer instanceof Residual residual) {
        String branch = visit(path + ".branch", residual.branch(), shape, input);
        String shortcut =
            residual
                .projection()
                .map(projection -> visit(path + ".projection", projection, shape, input))
                .orElse(input);
        return add(path, "Add", residual.outputShape(shape), 0, branch, shortcut);
      }
      long parameters = count(layer, shape);
      return add(
          path, layer.getClass().getSimpleName(), layer.outputShape(shape), parameters, input);
    }

    private String visitSequence(String path, Sequence sequence, Shape shape, String input) {
      String prefix = path.isEmpty() ? "" : path + ".";
      for (Map.Entry<String, Layer> entry : sequence.layers().entrySet()) {
        input = visit(prefix + entry.getKey(), entry.getValue(), shape, input);
        shape = entry.getValue().outputShape(shape);
      }
      return input;
    }

    private long count(Layer layer, Shape shape) {
      if (layer instanceof SeparableConvolution separable) {
        Shape between = separable.depthwise().outputShape(shape);
        return count(separable.depthwise(), shape) + count(separable.pointwise(), between);
      }
      long count = 0;
      for (Parameter parameter : layer.parametersFor(shape)) {
        long size = parameter.getShape().size();
        count += size;
        if (parameter.requiresGradient()) {
          trainable += size;
        } else {
          statistics += size;
        }
      }
      return count;
    }

    String add(String name, String type, Shape shape, long parameters, String... inputs) {
      rows.add(new Row(name, type, kerasOrder(shape), parameters, List.of(inputs)));
      return name;
    }

    private static List<Long> kerasOrder(Shape shape) {
      return Collections.unmodifiableList(
          shape.dimension() == 4
              ? Arrays.asList(null, shape.get(2), shape.get(3), shape.get(1))
              : Arrays.asList(null, shape.get(1)));
    }
  }
}

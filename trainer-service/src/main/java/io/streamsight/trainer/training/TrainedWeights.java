package io.streamsight.trainer.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.streamsight.trainer.net.Net;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a net that get gradients, for arithmetic on all of them at once. A long array
 * {@code [size]} has the values of one after those of the other, in the order of the net: a GPU
 * takes as long for a few numbers as for a million.
 */
final class TrainedWeights {
  private final NDManager manager;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  /** Where in a long array each ends. */
  private final long[] ends;

  TrainedWeights(Net net) {
    manager = net.manager();
    net.parameters()
        .forEach(
            (path, parameter) -> {
              if (parameter.requiresGradient()) {
                parameters.put(path, parameter);
              }
            });
    ends = parameters.values().stream().mapToLong(p -> p.getShape().size()).toArray();
    Arrays.parallelPrefix(ends, Long::sum);
  }

  /** The net's: for arrays that live as long as it does. */
  NDManager manager() {
    return manager;
  }

  /** Number of values by path. */
  Map<String, Integer> lengths() {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    parameters.forEach(
        (path, parameter) -> lengths.put(path, Math.toIntExact(parameter.getShape().size())));
    return lengths;
  }

  /** One by one, in their own shapes. */
  List<NDArray> arrays() {
    return parameters.values().stream().map(Parameter::getArray).toList();
  }

  /** Of all of them. */
  Shape shape() {
    return new Shape(ends[ends.length - 1]);
  }

  /** A copy of all, a long array. */
  NDArray values(NDManager owner) {
    return join(arrays(), owner);
  }

  /** The gradient that the last backward pass left, a long array; it is zero afterwards. */
  NDArray takeGradient(NDManager owner) {
    List<NDArray> gradients = new ArrayList<>();
    for (NDArray weight : arrays()) {
      NDArray gradient = weight.getGradient();
      gradient.attach(owner);
      gradients.add(gradient);
    }
    NDArray all = join(gradients, owner);
    arrays().forEach(weight -> JniUtils.zeroGrad((PtNDArray) weight));
    return all;
  }

  /** Views of a long array, one for each weight, in its manager. */
  NDList split(NDArray all) {
    return all.split(Arrays.copyOf(ends, ends.length - 1));
  }

  /**
   * @param change a long array
   */
  void subtract(NDArray change) {
    Iterator<NDArray> parts = split(change).iterator();
    for (NDArray weight : arrays()) {
      weight.subi(parts.next().reshape(weight.getShape()));
    }
  }

  private static NDArray join(List<NDArray> arrays, NDManager owner) {
    NDList parts = new NDList();
    for (NDArray array : arrays) {
      NDArray part = array.flatten();
      part.attach(owner);
      parts.add(part);
    }
    return NDArrays.concat(parts);
  }
}

package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Net;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptimizerTest {
  /** Float32 weights around 0.1 keep seven digits. */
  private static final float PRECISION = 1e-7f;

  private static final float RATE = 1e-3f;
  private static final String BIAS = "dense.bias";
  private static final String WEIGHT = "dense.weight";

  private Net net;
  private TrainedWeights weights;

  @BeforeEach
  void open() {
    net = Net.create(new Architecture(Architecture.MINI_XCEPTION, 16, 2, 16, 1), 1);
    Net.forgetGradients();
    weights = new TrainedWeights(net);
  }

  @AfterEach
  void close() {
    net.close();
  }

  @Test
  void shouldStepAsKeras2RmsPropForLargeAndTinyGradients() {
    Optimizer optimizer = new RmsProp(weights);
    // v = 0.1 g^2 = 0.025; step = 1e-3 * 0.5 / (0.158113883 + 1e-7).
    assertThat(change(optimizer, BIAS, 0.5, 1, 1e-3f))
        .isCloseTo(-0.00316227566f, within(PRECISION));
    // v = 0.9 * 0.025 + 0.1 * 0.04 = 0.0265; step = 1e-3 * -0.2 / (0.162788206 + 1e-7).
    assertThat(change(optimizer, BIAS, -0.2, 2, 1e-3f))
        .isCloseTo(0.00122858998f, within(PRECISION));
  }

  @Test
  void shouldAddEpsilonAfterTheRootForAGradientOf1e5() {
    // sqrt(0.1 * 1e-10) + 1e-7 = 3.1622777e-6 + 1e-7; Keras 3 would have sqrt(1e-11 + 1e-7).
    double expected = 1e-3 * 1e-5 / (3.16227766e-6 + 1e-7);
    assertThat(expected).isCloseTo(0.00306535, within(1e-8));
    assertThat(change(new RmsProp(weights), BIAS, 1e-5, 1, 1e-3f))
        .isCloseTo((float) -expected, within(PRECISION));
  }

  @Test
  void shouldStepAsAdam() {
    stepAsAdam(new Adam(weights));
  }

  @Test
  void shouldStepAsAdamOnABiasWithDecay() {
    stepAsAdam(new AdamW(weights, 0.1f));
  }

  private void stepAsAdam(Optimizer optimizer) {
    // The corrections cancel the first step's factors: rate * g / (|g| + 1e-7 / sqrt(0.001)).
    assertThat(change(optimizer, BIAS, 0.5, 1, 1e-3f)).isCloseTo(-1e-3f, within(PRECISION));
    // m = 0.9 * 0.05 - 0.1 * 0.2 = 0.025; v = 0.999 * 2.5e-4 + 4e-5 = 2.8975e-4;
    // c = sqrt(1 - 0.998001) / (1 - 0.81) = 0.235316; step = 1e-3 * c * m / 0.0170220.
    assertThat(change(optimizer, BIAS, -0.2, 2, 1e-3f)).isCloseTo(-0.00034560f, within(PRECISION));
  }

  @Test
  void shouldStepByAdamForAGradientOf1e5() {
    // v = 1e-13: 1e-3 * sqrt(0.001) / 0.1 * 1e-6 / (3.16227766e-7 + 1e-7).
    double expected = 1e-3 * Math.sqrt(1e-3) / 0.1 * 1e-6 / (3.16227766e-7 + 1e-7);
    assertThat(expected).isCloseTo(0.00075975, within(1e-8));
    assertThat(change(new Adam(weights), BIAS, 1e-5, 1, 1e-3f))
        .isCloseTo((float) -expected, within(PRECISION));
  }

  @Test
  void shouldDecayAndThenStepAsAdamOnAWeight() {
    float before = value(WEIGHT);
    // The decay takes 1e-3 * 0.1 of it, Adam's first step the whole rate.
    assertThat(change(new AdamW(weights, 0.1f), WEIGHT, 0.5, 1, 1e-3f))
        .isCloseTo(-1e-4f * before - 1e-3f, within(PRECISION));
  }

  @Test
  void shouldDecayWeightsOfTwoDimensionsOnly() {
    float before = value(WEIGHT);
    // Without a gradient only the decay moves a weight: 0.1 * 0.5 of it.
    assertThat(change(new AdamW(weights, 0.5f), WEIGHT, 0, 1, 0.1f))
        .isCloseTo(-0.05f * before, within(PRECISION));
    net.parameters().get(BIAS).getArray().set(new float[] {1});
    assertThat(change(new AdamW(weights, 0.5f), BIAS, 0, 1, 0.1f)).isZero();
  }

  @Test
  void shouldGoOnFromItsOwnValues() {
    Optimizer first = new RmsProp(weights);
    change(first, BIAS, 0.5, 1, 1e-3f);
    Map<String, float[]> values = first.values();
    Optimizer second = new RmsProp(weights);
    second.setValues(values);
    assertThat(change(second, BIAS, -0.2, 2, 1e-3f)).isCloseTo(0.00122858998f, within(PRECISION));
  }

  @Test
  void shouldKeepItsStateByPath() {
    Optimizer optimizer = new AdamW(weights, 0.1f);
    change(optimizer, BIAS, 0.5, 1, 1e-3f);
    Map<String, float[]> values = optimizer.values();
    assertThat(values).hasSize(2 * weights.lengths().size());
    assertThat(values.get("m:" + BIAS)).containsExactly((1 - 0.9f) * 0.5f);
    assertThat(values.get("v:" + BIAS)).containsExactly((1 - 0.999f) * 0.25f);
    assertThat(values.get("m:" + WEIGHT)).hasSize(16).containsOnly(0);
  }

  @Test
  void shouldRefuseTheStateOfAnotherNetOrOptimizer() {
    Optimizer optimizer = new RmsProp(weights);
    Map<String, float[]> adams = new Adam(weights).values();
    assertThatIllegalArgumentException().isThrownBy(() -> optimizer.setValues(adams));
    Map<String, float[]> shorter = optimizer.values();
    shorter.put("v:" + WEIGHT, new float[15]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> optimizer.setValues(shorter))
        .withMessageContaining("v:dense.weight=15");
  }

  @Test
  void shouldStepByRmsPropToTheBitAsEachWeightByItself() {
    net.freeze(true, 0);
    weights = new TrainedWeights(net);
    Map<String, NDArray> own = copies();
    Map<String, NDArray> v = zeros();
    Optimizer optimizer = new RmsProp(weights);
    for (int t = 1; t <= 3; t++) {
      step(optimizer, t)
          .forEach(
              (path, g) -> {
                v.get(path).muli(0.9f).addi(g.square().mul(1 - 0.9f));
                own.get(path).subi(g.mul(RATE).div(v.get(path).sqrt().add(1e-7f)));
              });
    }
    assertThat(own).as("batch norm is frozen").hasSizeLessThan(net.parameters().size());
    assertEqualToWeights(own);
  }

  @Test
  void shouldStepByAdamWToTheBitAsEachWeightByItself() {
    Map<String, NDArray> own = copies();
    Map<String, NDArray> m = zeros();
    Map<String, NDArray> v = zeros();
    Optimizer optimizer = new AdamW(weights, 0.05f);
    for (int t = 1; t <= 3; t++) {
      double c = Math.sqrt(1 - StrictMath.pow(0.999f, t)) / (1 - StrictMath.pow(0.9f, t));
      float factor = (float) (RATE * c);
      step(optimizer, t)
          .forEach(
              (path, g) -> {
                NDArray weight = own.get(path);
                if (weight.getShape().dimension() > 1) {
                  weight.muli(1 - RATE * 0.05f);
                }
                m.get(path).muli(0.9f).addi(g.mul(1 - 0.9f));
                v.get(path).muli(0.999f).addi(g.square().mul(1 - 0.999f));
                weight.subi(m.get(path).mul(factor).div(v.get(path).sqrt().add(1e-7f)));
              });
    }
    assertEqualToWeights(own);
  }

  @Test
  void shouldMeasureTheGradientOfAllWeightsTogether() {
    // The 16 weights of the dense layer with 3 each, the bias with 5: sqrt(16 * 9 + 25).
    backward(Map.of(WEIGHT, 3.0, BIAS, 5.0));
    try (NDManager scratch = net.manager().newSubManager()) {
      assertThat(GradientNorm.of(weights, weights.takeGradient(scratch))).isEqualTo(13);
    }
  }

  @ParameterizedTest(name = "limit {0}")
  @CsvSource({"6.5, 13, 0.5", "13, 13, 1", "20, 13, 1", "0, 0, 1"})
  void shouldShortenGradientsToTheLimit(double limit, double norm, float factor) {
    backward(Map.of(WEIGHT, 3.0, BIAS, 5.0));
    try (NDManager scratch = net.manager().newSubManager()) {
      NDArray gradient = weights.takeGradient(scratch);
      assertThat(GradientNorm.limit(weights, gradient, limit)).isEqualTo(norm);
      assertThat(gradient.toFloatArray())
          .contains(3 * factor, 5 * factor)
          .doesNotContain(factor == 1 ? 1.5f : 3, factor == 1 ? 2.5f : 5);
    }
  }

  @Test
  void shouldLeaveNoGradientBehind() {
    change(new RmsProp(weights), BIAS, 0.5, 1, 1e-3f);
    try (NDArray gradient = net.parameters().get(BIAS).getArray().getGradient()) {
      assertThat(gradient.toFloatArray()).containsOnly(0);
    }
  }

  /** What one step does to the parameter's first value when its gradient is {@code gradient}. */
  private float change(Optimizer optimizer, String path, double gradient, long t, float rate) {
    float before = value(path);
    backward(Map.of(path, gradient));
    try (NDManager scratch = net.manager().newSubManager()) {
      optimizer.step(weights.takeGradient(scratch), t, rate);
    }
    return value(path) - before;
  }

  /**
   * One step along random gradients.
   *
   * @return those, by path
   */
  private Map<String, NDArray> step(Optimizer optimizer, long t) {
    Net.seed(t);
    NDArray gradient = net.manager().randomNormal(weights.shape());
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    Iterator<NDArray> parts = weights.split(gradient).iterator();
    weights
        .lengths()
        .keySet()
        .forEach(path -> gradients.put(path, parts.next().reshape(shape(path)).duplicate()));
    optimizer.step(gradient, t, RATE);
    return gradients;
  }

  private Map<String, NDArray> copies() {
    Map<String, NDArray> copies = new LinkedHashMap<>();
    net.values()
        .forEach(
            (path, value) -> {
              if (weights.lengths().containsKey(path)) {
                copies.put(path, net.manager().create(value, shape(path)));
              }
            });
    return copies;
  }

  private Map<String, NDArray> zeros() {
    Map<String, NDArray> zeros = new LinkedHashMap<>();
    weights.lengths().keySet().forEach(path -> zeros.put(path, net.manager().zeros(shape(path))));
    return zeros;
  }

  private Shape shape(String path) {
    return net.parameters().get(path).getShape();
  }

  private void assertEqualToWeights(Map<String, NDArray> expected) {
    Map<String, float[]> values = net.values();
    expected.forEach(
        (path, array) ->
            assertThat(Arrays.equals(values.get(path), array.toFloatArray())).as(path).isTrue());
  }

  /** Leaves the gradients of the named parameters, and 0 for the others, which take part too. */
  private void backward(Map<String, Double> gradients) {
    try (NDManager scratch = net.manager().newSubManager();
        GradientCollector collector = net.collectGradients()) {
      NDArray loss = scratch.create(0f);
      for (Map.Entry<String, Parameter> entry : net.parameters().entrySet()) {
        if (entry.getValue().requiresGradient()) {
          float factor = gradients.getOrDefault(entry.getKey(), 0.0).floatValue();
          NDArray sum = entry.getValue().getArray().sum();
          sum.attach(scratch);
          loss = loss.add(sum.mul(factor));
        }
      }
      collector.backward(loss);
    }
  }

  private float value(String path) {
    return net.parameters().get(path).getArray().toFloatArray()[0];
  }
}

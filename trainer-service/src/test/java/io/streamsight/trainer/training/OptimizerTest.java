package io.streamsight.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Net;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OptimizerTest {
  /** Float32 weights around 0.1 keep seven digits. */
  private static final float PRECISION = 1e-7f;

  private static final String BIAS = "dense.bias";
  private static final String WEIGHT = "dense.weight";

  private Net net;

  @BeforeEach
  void open() {
    net = Net.create(new Architecture(Architecture.MINI_XCEPTION, 16, 2, 16, 1), 1);
    Net.forgetGradients();
  }

  @AfterEach
  void close() {
    net.close();
  }

  @Test
  void shouldStepAsKeras2RmsPropForLargeAndTinyGradients() {
    Optimizer optimizer = new RmsProp(net);
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
    assertThat(change(new RmsProp(net), BIAS, 1e-5, 1, 1e-3f))
        .isCloseTo((float) -expected, within(PRECISION));
  }

  @Test
  void shouldStepAsAdam() {
    stepAsAdam(new Adam(net));
  }

  @Test
  void shouldStepAsAdamOnABiasWithDecay() {
    stepAsAdam(new AdamW(net, 0.1f));
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
    assertThat(change(new Adam(net), BIAS, 1e-5, 1, 1e-3f))
        .isCloseTo((float) -expected, within(PRECISION));
  }

  @Test
  void shouldDecayAndThenStepAsAdamOnAWeight() {
    float before = value(WEIGHT);
    // The decay takes 1e-3 * 0.1 of it, Adam's first step the whole rate.
    assertThat(change(new AdamW(net, 0.1f), WEIGHT, 0.5, 1, 1e-3f))
        .isCloseTo(-1e-4f * before - 1e-3f, within(PRECISION));
  }

  @Test
  void shouldDecayWeightsOfTwoDimensionsOnly() {
    float before = value(WEIGHT);
    // Without a gradient only the decay moves a weight: 0.1 * 0.5 of it.
    assertThat(change(new AdamW(net, 0.5f), WEIGHT, 0, 1, 0.1f))
        .isCloseTo(-0.05f * before, within(PRECISION));
    net.parameters().get(BIAS).getArray().set(new float[] {1});
    assertThat(change(new AdamW(net, 0.5f), BIAS, 0, 1, 0.1f)).isZero();
  }

  @Test
  void shouldGoOnFromItsOwnValues() {
    Optimizer first = new RmsProp(net);
    change(first, BIAS, 0.5, 1, 1e-3f);
    Map<String, float[]> values = first.values();
    Optimizer second = new RmsProp(net);
    second.setValues(values);
    assertThat(change(second, BIAS, -0.2, 2, 1e-3f)).isCloseTo(0.00122858998f, within(PRECISION));
  }

  @Test
  void shouldMakeGradientsSmallerByTheScale() {
    // As with a gradient of 0.5: RMSprop's first step does not depend on it but for epsilon, so
    // the second one is compared.
    Optimizer scaled = new RmsProp(net);
    change(scaled, BIAS, 0.5, 1, 1e-3f);
    assertThat(change(scaled, BIAS, -0.8, 2, 1e-3f, 0.25f))
        .isCloseTo(0.00122858998f, within(PRECISION));
  }

  @Test
  void shouldMeasureTheGradientOfAllWeightsTogether() {
    // The 16 weights of the dense layer with 3 each, the bias with 5: sqrt(16 * 9 + 25).
    backward(Map.of(WEIGHT, 3.0, BIAS, 5.0));
    assertThat(GradientNorm.of(net)).isEqualTo(13);
  }

  @Test
  void shouldLeaveNoGradientBehind() {
    change(new RmsProp(net), BIAS, 0.5, 1, 1e-3f);
    try (NDArray gradient = net.parameters().get(BIAS).getArray().getGradient()) {
      assertThat(gradient.toFloatArray()).containsOnly(0);
    }
  }

  /** What one step does to the parameter's first value when its gradient is {@code gradient}. */
  private float change(Optimizer optimizer, String path, double gradient, long t, float rate) {
    return change(optimizer, path, gradient, t, rate, 1);
  }

  private float change(
      Optimizer optimizer, String path, double gradient, long t, float rate, float scale) {
    float before = value(path);
    backward(Map.of(path, gradient));
    optimizer.step(t, rate, scale);
    return value(path) - before;
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

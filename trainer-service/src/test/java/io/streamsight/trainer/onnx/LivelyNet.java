package io.streamsight.trainer.onnx;

import ai.djl.nn.Parameter;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Net;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;

/**
 * A net as after a training, without one: no bias is 0, no statistics are trivial, and the logits
 * of the pictures here differ by some units. Fresh weights would give every picture about the same
 * scores, and hide what an exporter forgets.
 */
final class LivelyNet {
  private LivelyNet() {}

  /** Noise on patches of light, direct, uint8 {@code [n, size, size, 3]}. */
  static ByteBuffer pictures(int n, int size) {
    Random random = new Random(3);
    ByteBuffer pixels = ByteBuffer.allocateDirect(n * size * size * 3);
    for (int i = 0; i < n; i++) {
      int[] light = random.ints(48, 0, 200).toArray();
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          for (int c = 0; c < 3; c++) {
            int patch = (y * 4 / size * 4 + x * 4 / size) * 3 + c;
            pixels.put((byte) (light[patch] + random.nextInt(56)));
          }
        }
      }
    }
    return pixels.flip();
  }

  /** The caller closes it. */
  static Net of(Architecture architecture, ByteBuffer pictures, int n) {
    Net net = Net.create(architecture, 1);
    shake(net.parameters());
    Map<String, float[]> values = net.values();
    spread(values, net.logits(pictures, n));
    net.setValues(values);
    return net;
  }

  /** Values that none of a layer's parameters has at first, besides its weights. */
  static void shake(Map<String, Parameter> parameters) {
    Random random = new Random(2);
    parameters.forEach(
        (path, parameter) -> {
          float[] values = parameter.getArray().toFloatArray();
          for (int i = 0; i < values.length; i++) {
            values[i] = value(path, values[i], random);
          }
          parameter.getArray().set(values);
        });
  }

  private static float value(String path, float value, Random random) {
    if (path.endsWith("gamma") || path.endsWith("variance")) {
      return 0.5f + random.nextFloat();
    }
    return path.endsWith("weight") ? value : 0.2f * (float) random.nextGaussian();
  }

  /** Scales and moves the head so that each unit's logits have mean 0 and deviation 2. */
  private static void spread(Map<String, float[]> values, float[][] logits) {
    float[] bias = values.get("dense.bias");
    float[] weight = values.get("dense.weight");
    int inputs = weight.length / bias.length;
    for (int unit = 0; unit < bias.length; unit++) {
      double sum = 0;
      double squares = 0;
      for (float[] z : logits) {
        sum += z[unit];
        squares += z[unit] * z[unit];
      }
      double mean = sum / logits.length;
      double scale = 2 / Math.sqrt(squares / logits.length - mean * mean);
      bias[unit] = (float) ((bias[unit] - mean) * scale);
      for (int i = 0; i < inputs; i++) {
        weight[unit * inputs + i] *= (float) scale;
      }
    }
  }
}

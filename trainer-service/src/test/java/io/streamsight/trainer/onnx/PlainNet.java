package io.streamsight.trainer.onnx;

import io.streamsight.trainer.net.Architecture;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The three nets once more, as float64 loops over {@code [channels][height][width]}: written from
 * their descriptions, it shares nothing with layers, engine and exporter but the weights' names.
 */
final class PlainNet {
  private final Architecture architecture;
  private final Map<String, float[]> weights;

  PlainNet(Architecture architecture, Map<String, float[]> weights) {
    this.architecture = architecture;
    this.weights = weights;
  }

  /** What the dense layer, or the mean before it, reads of a picture. */
  double[][][] features(ByteBuffer pixels, int picture) {
    double[][][] x = scaled(pixels, picture);
    return switch (architecture.name()) {
      case Architecture.MINI_XCEPTION -> miniXception(x);
      case Architecture.RESIDUAL_CONVNET -> residualConvnet(x);
      case Architecture.BASELINE_CONVNET -> baselineConvnet(x);
      default -> throw new IllegalArgumentException(architecture.name());
    };
  }

  /** Each cell's part in the logit of a unit of the dense layer, {@code [height][width]}. */
  double[][] map(double[][][] features, int unit) {
    float[] weight = weights.get("dense.weight");
    int channels = features.length;
    int height = features[0].length;
    int width = features[0][0].length;
    boolean mean = !architecture.name().equals(Architecture.BASELINE_CONVNET);
    double[][] map = new double[height][width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          map[y][x] +=
              features[c][y][x]
                  * (mean
                      ? weight[unit * channels + c] / (double) (height * width)
                      : weight[((unit * channels + c) * height + y) * width + x]);
        }
      }
    }
    return map;
  }

  private double[][][] scaled(ByteBuffer pixels, int picture) {
    int size = architecture.imageSize();
    double[][][] x = new double[3][size][size];
    for (int i = 0; i < size * size * 3; i++) {
      x[i % 3][i / 3 / size][i / 3 % size] =
          (pixels.get(picture * size * size * 3 + i) & 0xff) / 255.0;
    }
    return x;
  }

  private double[][][] miniXception(double[][][] x) {
    x = convolution("conv", x, 5, 1, false);
    for (int block = 1; block <= architecture.blocks(); block++) {
      String name = "block" + block;
      double[][][] y = x;
      for (int i = 1; i <= 2; i++) {
        y = relu(norm(name + ".branch.norm" + i, y));
        y = depthwise(name + ".branch.separable" + i + ".depthwise", y);
        y = convolution(name + ".branch.separable" + i + ".pointwise", y, 1, 1, true);
      }
      x = sum(maximum(y, 3, true), convolution(name + ".projection", x, 1, 2, true));
    }
    return x;
  }

  private double[][][] residualConvnet(double[][][] x) {
    for (int block = 1; block <= architecture.blocks(); block++) {
      String name = "block" + block;
      boolean last = block == architecture.blocks();
      double[][][] y = relu(convolution(name + ".branch.conv1", x, 3, 1, true));
      y = relu(convolution(name + ".branch.conv2", y, 3, 1, true));
      y = last ? y : maximum(y, 2, true);
      x = sum(y, convolution(name + ".projection", x, 1, last ? 1 : 2, true));
    }
    return x;
  }

  private double[][][] baselineConvnet(double[][][] x) {
    for (int block = 1; block <= architecture.blocks(); block++) {
      x = relu(convolution("block%d.conv".formatted(block), x, 3, 1, false));
      x = block < architecture.blocks() ? maximum(x, 2, false) : x;
    }
    return x;
  }

  private double[][][] convolution(
      String name, double[][][] x, int kernel, int stride, boolean same) {
    float[] weight = weights.get(name + ".weight");
    float[] bias = weights.get(name + ".bias");
    int area = kernel * kernel;
    int filters = weight.length / (x.length * area);
    double[][][] y = new double[filters][][];
    for (int f = 0; f < filters; f++) {
      y[f] = windows(x[0], kernel, stride, same);
      for (int c = 0; c < x.length; c++) {
        slide(x[c], weight, (f * x.length + c) * area, kernel, stride, same, y[f]);
      }
      add(y[f], bias == null ? 0 : bias[f]);
    }
    return y;
  }

  private double[][][] depthwise(String name, double[][][] x) {
    float[] weight = weights.get(name + ".weight");
    double[][][] y = new double[x.length][][];
    for (int c = 0; c < x.length; c++) {
      y[c] = windows(x[c], 3, 1, true);
      slide(x[c], weight, c * 9, 3, 1, true, y[c]);
    }
    return y;
  }

  /** Adds each window's products with the kernel at {@code offset}; outside the picture is 0. */
  private static void slide(
      double[][] x,
      float[] weight,
      int offset,
      int kernel,
      int stride,
      boolean same,
      double[][] y) {
    int top = before(x.length, kernel, stride, same);
    int left = before(x[0].length, kernel, stride, same);
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < y[0].length; j++) {
        for (int k = 0; k < kernel * kernel; k++) {
          int row = i * stride + k / kernel - top;
          int column = j * stride + k % kernel - left;
          if (row >= 0 && row < x.length && column >= 0 && column < x[0].length) {
            y[i][j] += x[row][column] * weight[offset + k];
          }
        }
      }
    }
  }

  /** Of windows that are {@code kernel} high and wide, two apart. */
  private static double[][][] maximum(double[][][] x, int kernel, boolean same) {
    int top = before(x[0].length, kernel, 2, same);
    int left = before(x[0][0].length, kernel, 2, same);
    double[][][] y = new double[x.length][][];
    for (int c = 0; c < x.length; c++) {
      y[c] = windows(x[c], kernel, 2, same);
      for (int i = 0; i < y[c].length; i++) {
        for (int j = 0; j < y[c][0].length; j++) {
          double largest = Double.NEGATIVE_INFINITY;
          for (int row = 2 * i - top; row < 2 * i - top + kernel; row++) {
            for (int column = 2 * j - left; column < 2 * j - left + kernel; column++) {
              if (row >= 0 && row < x[c].length && column >= 0 && column < x[c][0].length) {
                largest = Math.max(largest, x[c][row][column]);
              }
            }
          }
          y[c][i][j] = largest;
        }
      }
    }
    return y;
  }

  /** A cell for each window. */
  private static double[][] windows(double[][] x, int kernel, int stride, boolean same) {
    return same
        ? new double[(x.length + stride - 1) / stride][(x[0].length + stride - 1) / stride]
        : new double[(x.length - kernel) / stride + 1][(x[0].length - kernel) / stride + 1];
  }

  /** Cells of padding before an axis: half of what the last window lacks, rounded down. */
  private static int before(int size, int kernel, int stride, boolean same) {
    int reach = ((size + stride - 1) / stride - 1) * stride + kernel;
    return same ? Math.max(0, reach - size) / 2 : 0;
  }

  private double[][][] norm(String name, double[][][] x) {
    double[][][] y = new double[x.length][x[0].length][x[0][0].length];
    for (int c = 0; c < x.length; c++) {
      double scale =
          weights.get(name + ".gamma")[c] / Math.sqrt(weights.get(name + ".variance")[c] + 1e-3);
      for (int i = 0; i < x[c].length; i++) {
        for (int j = 0; j < x[c][i].length; j++) {
          y[c][i][j] =
              (x[c][i][j] - weights.get(name + ".mean")[c]) * scale
                  + weights.get(name + ".beta")[c];
        }
      }
    }
    return y;
  }

  private static double[][][] relu(double[][][] x) {
    for (double[][] channel : x) {
      for (double[] row : channel) {
        for (int j = 0; j < row.length; j++) {
          row[j] = Math.max(0, row[j]);
        }
      }
    }
    return x;
  }

  private static void add(double[][] x, double bias) {
    for (double[] row : x) {
      for (int j = 0; j < row.length; j++) {
        row[j] += bias;
      }
    }
  }

  private static double[][][] sum(double[][][] x, double[][][] y) {
    for (int c = 0; c < x.length; c++) {
      for (int i = 0; i < x[c].length; i++) {
        for (int j = 0; j < x[c][i].length; j++) {
          x[c][i][j] += y[c][i][j];
        }
      }
    }
    return x;
  }
}

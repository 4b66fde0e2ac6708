package io.streamsight.benchmark;

import io.streamsight.trainer.net.Summary;
import java.util.List;
import java.util.Set;

/**
 * What a step of training has to compute of convolutions and dense layers: a multiplication with
 * its addition is two operations. Batch norm, ReLU, pooling and the optimizer are left out: they
 * compute next to nothing and are about memory.
 */
final class NetOperations {
  /** Each weight is used once a cell of the output: a separable's two convolutions have as many. */
  private static final Set<String> MULTIPLYING =
      Set.of("Convolution", "SeparableConvolution", "Dense");

  private NetOperations() {}

  /** Of one step: forward, the gradients of the weights, the gradients of the inputs. */
  static double perStep(Summary net, int batchSize) {
    List<Summary.Row> rows =
        net.layers().stream().filter(row -> MULTIPLYING.contains(row.type())).toList();
    double forward = rows.stream().mapToDouble(NetOperations::forward).sum();
    // Nobody asks for the picture's gradient.
    return batchSize * (3 * forward - forward(rows.get(0)));
  }

  private static double forward(Summary.Row row) {
    double cells = 1;
    for (Long side : row.outputShape().subList(1, row.outputShape().size() - 1)) {
      cells *= side;
    }
    return 2 * cells * row.parameters();
  }
}

package io.streamsight.trainer.http;

import io.streamsight.trainer.net.Summary;
import io.streamsight.trainer.net.Topology;
import java.util.List;

/**
 * A net, layer by layer.
 *
 * @param architecture its name
 * @param imageSize height and width of its input, pixels
 * @param width filters of the first block
 * @param smallestImageSize height and width of the smallest input with that many blocks, pixels
 * @param layers in the order in which they compute
 * @param parameters all values, {@code trainable} plus {@code statistics}
 * @param statistics means and variances of batch norm
 */
public record ArchitectureView(
    String architecture,
    int imageSize,
    int classes,
    int width,
    int blocks,
    int smallestImageSize,
    List<Summary.Row> layers,
    long parameters,
    long trainable,
    long statistics) {

  /**
   * A net that can be asked for, as it is unless told otherwise.
   *
   * @param smallestImageSize height and width of its smallest input with that many blocks, pixels
   */
  public record Known(String architecture, int width, int blocks, int smallestImageSize) {
    static Known of(Topology topology) {
      return new Known(
          topology.label(),
          topology.width(),
          topology.blocks(),
          topology.smallestImageSize(topology.blocks()));
    }
  }

  static ArchitectureView of(Summary summary) {
    return new ArchitectureView(
        summary.architecture().name(),
        summary.architecture().imageSize(),
        summary.architecture().classes(),
        summary.architecture().width(),
        summary.architecture().blocks(),
        Topology.named(summary.architecture().name())
            .smallestImageSize(summary.architecture().blocks()),
        summary.layers(),
        summary.parameters(),
        summary.trainable(),
        summary.statistics());
  }
}

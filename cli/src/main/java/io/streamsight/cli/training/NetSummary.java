package io.streamsight.cli.training;

import io.streamsight.cli.Bytes;
import io.streamsight.cli.Table;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The answer of {@code GET /architectures/{name}}; printed as Keras prints its summaries.
 *
 * @param imageSize height and width of the input, pixels
 * @param smallestImageSize that a net of so many blocks can have; null if the service doesn't say
 * @param parameters all values, {@code trainable} plus {@code statistics}
 */
record NetSummary(
    String architecture,
    int imageSize,
    int classes,
    int width,
    int blocks,
    Integer smallestImageSize,
    List<Layer> layers,
    long parameters,
    long trainable,
    long statistics) {

  /**
   * @param outputShape the batch, which is null, then height, width and channels, or values
   */
  record Layer(
      String name, String type, List<Long> outputShape, long parameters, List<String> inputs) {
    private String shape() {
      return outputShape.stream()
          .map(String::valueOf)
          .collect(Collectors.joining(", ", "(", ")"))
          .replace("null", "None");
    }
  }

  @Override
  public String toString() {
    Table table = new Table("Layer (type)", "Output shape", "Param #", "Connected to");
    for (Layer layer : layers) {
      table.row(
          layer.name() + " (" + layer.type() + ")",
          layer.shape(),
          number(layer.parameters()),
          String.join(", ", layer.inputs()));
    }
    return String.join(
        System.lineSeparator(),
        "%s: %d x %d pixels%s, %d classes, width %d, blocks %d"
            .formatted(
                architecture,
                imageSize,
                imageSize,
                smallestImageSize == null
                    ? ""
                    : " (at least %1$d x %1$d)".formatted(smallestImageSize),
                classes,
                width,
                blocks),
        "",
        table.toString(),
        "",
        total("Total params", parameters),
        total("Trainable params", trainable),
        total("Non-trainable params", statistics));
  }

  /** With the memory that the values take as float32. */
  private static String total(String what, long count) {
    return "%s: %s (%s)".formatted(what, number(count), Bytes.text(count * Float.BYTES));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}

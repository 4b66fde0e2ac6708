package io.streamsight.trainer.dataset;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Example;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Where encoded images come from. */
interface ImageSource {
  /** Takes the encoded bytes of the example at a position of the list. */
  @FunctionalInterface
  interface Sink {
    void accept(int position, byte[] encoded);
  }

  /**
   * Hands every example's bytes to {@code sink}, in any order, none twice.
   *
   * @param stop asked several times a second
   * @throws CancellationException when it was stopped
   * @throws StreamsightException {@link Reason#IMAGE_LOST} naming those that are nowhere
   */
  void fetch(List<Example> examples, BooleanSupplier stop, Sink sink);
}

package io.streamsight.inference.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.streamsight.contract.image.PixelMemory;
import io.streamsight.contract.image.Preprocessing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Memory for one image of each input size, uint8 {@code [1, height, width, 3]}, outside the heap
 * and used again for every image: ONNX Runtime reads it where it is. For one thread at a time; the
 * owner closes it.
 */
public final class PixelBuffers implements AutoCloseable {
  private final Map<Preprocessing, Pixels> inputs = new HashMap<>();
  private final PixelMemory decoded = new PixelMemory();

  /** Where images are decoded, before they are made the net's input. */
  public PixelMemory decoded() {
    return decoded;
  }

  /** That size's memory with what {@code writer} puts into it; valid until the next call. */
  Pixels fill(OrtEnvironment environment, Preprocessing size, Consumer<ByteBuffer> writer)
      throws OrtException {
    Pixels input = inputs.get(size);
    if (input == null) {
      input = allocate(environment, size);
      inputs.put(size, input);
    }
    writer.accept(input.bytes().clear());
    return input;
  }

  private static Pixels allocate(OrtEnvironment environment, Preprocessing size)
      throws OrtException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(size.bytes()).order(ByteOrder.nativeOrder());
    long[] shape = {1, size.height(), size.width(), 3};
    return new Pixels(
        bytes, OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.UINT8));
  }

  @Override
  public void close() {
    inputs.values().forEach(input -> input.tensor().close());
    inputs.clear();
  }
}

package io.streamsight.trainer.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;

/** Reads the weights back out of a file that {@link OnnxExporter} wrote. */
public final class OnnxWeights {
  private OnnxWeights() {}

  /**
   * @return values by parameter path, in the file's order, bit for bit as they were exported
   * @throws StreamsightException {@link Reason#MODEL_SIGNATURE} when it is no such file
   */
  public static Map<String, float[]> of(byte[] onnx) {
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (TensorProto tensor : parse(onnx).getGraph().getInitializerList()) {
      // Scalars are the graph's own constants; whole numbers are shapes and axes.
      if (tensor.getDataType() == DataType.FLOAT_VALUE && tensor.getDimsCount() > 0) {
        weights.put(tensor.getName(), values(tensor));
      }
    }
    return weights;
  }

  private static ModelProto parse(byte[] onnx) {
    try {
      return ModelProto.parseFrom(onnx);
    } catch (InvalidProtocolBufferException e) {
      throw new StreamsightException(
          Reason.MODEL_SIGNATURE, "%d bytes are no ONNX file".formatted(onnx.length), e);
    }
  }

  private static float[] values(TensorProto tensor) {
    long count = tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b);
    ByteString raw = tensor.getRawData();
    if (raw.size() != count * Float.BYTES) {
      throw new StreamsightException(
          Reason.MODEL_SIGNATURE,
          "%s has %d bytes of raw data for the shape %s"
              .formatted(tensor.getName(), raw.size(), tensor.getDimsList()));
    }
    float[] values = new float[(int) count];
    raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}

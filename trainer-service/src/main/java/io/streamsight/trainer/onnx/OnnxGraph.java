package io.streamsight.trainer.onnx;

import ai.djl.ndarray.NDArray;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SortedMap;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;

/** ONNX's proto with fewer words. Values have one name: that of the node that makes them. */
final class OnnxGraph {
  /** Of ONNX 1.12: what runtimes of the last years load. */
  private static final int IR_VERSION = 8;

  private static final int OPSET = 17;

  private final GraphProto.Builder graph = GraphProto.newBuilder();

  /** A node with one output, which has the node's name. */
  final class Node {
    private final NodeProto.Builder node = NodeProto.newBuilder();

    Node integer(String name, long value) {
      node.addAttribute(
          AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value));
      return this;
    }

    Node integers(String name, long... values) {
      AttributeProto.Builder attribute =
          AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
      Arrays.stream(values).forEach(attribute::addInts);
      node.addAttribute(attribute);
      return this;
    }

    Node real(String name, float value) {
      node.addAttribute(
          AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOAT).setF(value));
      return this;
    }

    /**
     * @return the name of the output
     */
    String add() {
      graph.addNode(node);
      return node.getName();
    }
  }

  Node node(String operator, String name, String... inputs) {
    Node added = new Node();
    added.node.setOpType(operator).setName(name).addOutput(name).addAllInput(Arrays.asList(inputs));
    return added;
  }

  /**
   * @param dimensions numbers, or names of free ones
   */
  void input(String name, DataType type, Object... dimensions) {
    graph.addInput(value(name, type, dimensions));
  }

  /** Of floats. */
  void output(String name, Object... dimensions) {
    graph.addOutput(value(name, DataType.FLOAT, dimensions));
  }

  void initializer(String name, NDArray array) {
    TensorProto.Builder tensor = tensor(name, DataType.FLOAT);
    Arrays.stream(array.getShape().getShape()).forEach(tensor::addDims);
    tensor.setRawData(raw(array.toFloatArray()));
    graph.addInitializer(tensor);
  }

  /**
   * @return its name
   */
  String scalar(String name, float value) {
    graph.addInitializer(tensor(name, DataType.FLOAT).setRawData(raw(value)));
    return name;
  }

  /** Shapes, axes: what operators take as an input of integers. */
  String integers(String name, long... dimensions) {
    ByteBuffer raw = little(dimensions.length * Long.BYTES);
    raw.asLongBuffer().put(dimensions);
    graph.addInitializer(
        tensor(name, DataType.INT64)
            .addDims(dimensions.length)
            .setRawData(ByteString.copyFrom(raw)));
    return name;
  }

  byte[] toModel(String name, SortedMap<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder().setIrVersion(IR_VERSION).setProducerName("streamsight");
    model.addOpsetImportBuilder().setDomain("").setVersion(OPSET);
    metadata.forEach((key, value) -> model.addMetadataPropsBuilder().setKey(key).setValue(value));
    return model.setGraph(graph.setName(name)).build().toByteArray();
  }

  private static TensorProto.Builder tensor(String name, DataType type) {
    return TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
  }

  private static ValueInfoProto value(String name, DataType type, Object... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dimension : dimensions) {
      if (dimension instanceof Number number) {
        shape.addDimBuilder().setDimValue(number.longValue());
      } else {
        shape.addDimBuilder().setDimParam(dimension.toString());
      }
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static ByteString raw(float... values) {
    ByteBuffer raw = little(values.length * Float.BYTES);
    raw.asFloatBuffer().put(values);
    return ByteString.copyFrom(raw);
  }

  /** The format's order, whatever the machine's. */
  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}

"""Makes src/main/resources/probe.onnx: a convolution and a product, of zeros (python3-onnx)."""
import onnx
from onnx import TensorProto, helper


def weights(name, *shape):
    count = 1
    for length in shape:
        count *= length
    return helper.make_tensor(name, TensorProto.FLOAT, shape, [0.0] * count)


graph = helper.make_graph(
    [
        helper.make_node("Conv", ["in", "kernel"], ["filtered"], "conv", pads=[1, 1, 1, 1]),
        helper.make_node("GlobalAveragePool", ["filtered"], ["pooled"], "pool"),
        helper.make_node("Flatten", ["pooled"], ["features"], "flatten"),
        helper.make_node("Gemm", ["features", "matrix", "bias"], ["out"], "product"),
    ],
    "probe",
    [helper.make_tensor_value_info("in", TensorProto.FLOAT, ["n", 3, 8, 8])],
    [helper.make_tensor_value_info("out", TensorProto.FLOAT, ["n", 2])],
    [weights("kernel", 4, 3, 3, 3), weights("matrix", 4, 2), weights("bias", 2)],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
model.ir_version = 8
onnx.checker.check_model(model, full_check=True)
onnx.save(model, "../../../main/resources/probe.onnx")

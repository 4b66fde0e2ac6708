"""Makes fails-on-white.onnx of first.onnx: a lookup that has no entry for 255 (python3-onnx)."""
import onnx
from onnx import TensorProto, helper

model = onnx.load("first.onnx")
graph = model.graph
for node in graph.node:
    for i, name in enumerate(node.output):
        if name == "scores":
            node.output[i] = "scores_before"
for name, values in (("from", [0, 0, 0, 0]), ("to", [1, 1, 1, 1]), ("one", [1])):
    graph.initializer.append(helper.make_tensor(name, TensorProto.INT64, [len(values)], values))
graph.initializer.append(helper.make_tensor("table", TensorProto.FLOAT, [255], [0.0] * 255))
graph.node.extend([
    helper.make_node("Slice", ["image", "from", "to"], ["corner"], "white_slice"),
    helper.make_node("Cast", ["corner"], ["corner_index"], "white_cast", to=TensorProto.INT64),
    helper.make_node("Reshape", ["corner_index", "one"], ["index"], "white_reshape"),
    helper.make_node("Gather", ["table", "index"], ["nothing"], "white_gather"),
    helper.make_node("Add", ["scores_before", "nothing"], ["scores"], "white_add"),
])
onnx.checker.check_model(model, full_check=True)
onnx.save(model, "fails-on-white.onnx")

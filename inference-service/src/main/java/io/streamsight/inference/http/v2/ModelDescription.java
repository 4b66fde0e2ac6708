package io.streamsight.inference.http.v2;

import io.streamsight.inference.model.ServedModel;
import java.util.List;

/**
 * A model as the Open Inference Protocol describes it.
 *
 * @param versions that can be asked for: the one that is served
 * @param platform a word of the protocol for ONNX files
 */
public record ModelDescription(
    String name,
    List<String> versions,
    String platform,
    List<Tensor> inputs,
    List<Tensor> outputs) {
  /**
   * @param shape each axis's length; -1 for the number of images, which is free
   */
  public record Tensor(String name, String datatype, List<Integer> shape) {}

  static ModelDescription of(ServedModel model) {
    var input = model.preprocessing();
    int classes = model.metadata().labels().size();
    var map = model.mapSize();
    return new ModelDescription(
        model.name(),
        List.of(String.valueOf(model.version().version())),
        "onnx_onnxv1",
        List.of(
            new Tensor(ServedModel.INPUT, "UINT8", List.of(-1, input.height(), input.width(), 3))),
        List.of(
            new Tensor(ServedModel.SCORES, "FP32", List.of(-1, classes)),
            new Tensor(ServedModel.MAP, "FP32", List.of(-1, classes, map.height(), map.width()))));
  }
}

package io.streamsight.inference.http.v2;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.streamsight.inference.model.MapSize;
import io.streamsight.inference.model.Prediction;
import io.streamsight.inference.model.ServedModel;
import java.util.List;

/**
 * What a model computed, as the Open Inference Protocol has it.
 *
 * @param id the request's; absent when it had none
 * @param outputs those that were asked for, in that order
 */
public record InferenceResponse(
    @JsonProperty("model_name") String modelName,
    @JsonProperty("model_version") String modelVersion,
    String id,
    List<Tensor> outputs) {
  /**
   * @param data row by row, flat
   */
  public record Tensor(String name, String datatype, List<Integer> shape, float[] data) {}

  static InferenceResponse of(InferenceRequest request, ServedModel model, Prediction prediction) {
    int classes = model.metadata().labels().size();
    int images = prediction.scores().length / classes;
    MapSize map = model.mapSize();
    List<Tensor> outputs =
        request.outputs().stream()
            .map(
                name ->
                    name.equals(ServedModel.SCORES)
                        ? new Tensor(name, "FP32", List.of(images, classes), prediction.scores())
                        : new Tensor(
                            name,
                            "FP32",
                            List.of(images, classes, map.height(), map.width()),
                            prediction.map()))
            .toList();
    return new InferenceResponse(
        model.name(), String.valueOf(model.version().version()), request.id(), outputs);
  }
}

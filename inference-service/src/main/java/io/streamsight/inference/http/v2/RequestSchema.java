package io.streamsight.inference.http.v2;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An inference request as the API's description shows it; {@link RequestReader} reads it. */
@Schema(name = "InferenceRequest")
record RequestSchema(
    @Schema(description = "Comes back in the answer") String id,
    @Schema(description = "Have no effect") Map<String, Object> parameters,
    @Schema(required = true, description = "One: the images") List<Input> inputs,
    @Schema(description = "Which are wanted; all when absent or empty") List<Output> outputs) {
  @Schema(name = "InferenceRequestInput")
  record Input(
      @Schema(required = true, enumeration = "image") String name,
      @Schema(required = true, description = "[images, height, width, 3]") List<Integer> shape,
      @Schema(required = true, enumeration = "UINT8") String datatype,
      @Schema(description = "Have no effect") Map<String, Object> parameters,
      @Schema(required = true, description = "0 to 255, row by row: flat, or nested like the shape")
          List<Object> data) {}

  @Schema(name = "InferenceRequestOutput")
  record Output(
      @Schema(
              required = true,
              enumeration = {"scores", "activation_map"})
          String name,
      @Schema(description = "Have no effect") Map<String, Object> parameters) {}
}

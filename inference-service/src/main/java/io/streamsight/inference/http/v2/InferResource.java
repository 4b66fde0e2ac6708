package io.streamsight.inference.http.v2;

import io.streamsight.contract.Reason;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.inference.classify.PixelClassifier;
import io.streamsight.inference.http.HeldModels;
import io.streamsight.inference.http.LimitedBody;
import io.streamsight.inference.http.ProblemException;
import io.streamsight.inference.http.Slots;
import io.streamsight.inference.model.PixelBuffers;
import io.streamsight.inference.model.ServedModel;
import io.streamsight.service.AnyQuery;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Inference by the Open Inference Protocol. */
@AnyQuery
@Path("/v2/models/{name}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public class InferResource {
  private static final String DESCRIPTION =
      "The images come decoded, in the input's size: RGB, 0 to 255. A request may have as many as"
          + " fit into streamsight.max-image-bytes; they are computed one after the other. The"
          + " answer's tensors are limited likewise. Parameters are accepted and have no effect.";

  private static final String EXAMPLE =
      "{\"id\":\"42\",\"inputs\":[{\"name\":\"image\",\"datatype\":\"UINT8\","
          + "\"shape\":[1,2,2,3],\"data\":[0,0,0,255,255,255,0,0,0,255,255,255]}],"
          + "\"outputs\":[{\"name\":\"scores\"}]}";

  private final HeldModels models;
  private final PixelClassifier classifier;
  private final Slots slots;
  private final int maxBytes;

  InferResource(
      HeldModels models, PixelClassifier classifier, Slots slots, InstallationConfig config) {
    this.models = models;
    this.classifier = classifier;
    this.slots = slots;
    maxBytes = config.maxImageBytes();
  }

  @POST
  @Path("/infer")
  @Operation(
      summary = "Open Inference Protocol: scores and activation maps of images",
      description = DESCRIPTION)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RequestSchema.class),
              example = EXAMPLE))
  @APIResponse(responseCode = "200", description = "The outputs asked for, or all")
  @APIResponse(responseCode = "400", description = "Not a request that this model takes")
  @APIResponse(responseCode = "404", description = "No model of that name has a champion")
  @APIResponse(responseCode = "413", description = "More bytes than streamsight.max-image-bytes")
  @APIResponse(responseCode = "429", description = "Too many at once: see Retry-After")
  @APIResponse(responseCode = "503", description = "It is not served yet: see Retry-After")
  public InferenceResponse infer(@PathParam("name") String name, InputStream body)
      throws IOException {
    return inferVersion(name, null, body);
  }

  @POST
  @Path("/versions/{version}/infer")
  @Operation(summary = "Open Inference Protocol: the same, by a version", description = DESCRIPTION)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = RequestSchema.class),
              example = EXAMPLE))
  @APIResponse(responseCode = "200", description = "The outputs asked for, or all")
  @APIResponse(responseCode = "400", description = "Not a request that this model takes")
  @APIResponse(responseCode = "404", description = "Not the version that is served now")
  @APIResponse(responseCode = "413", description = "More bytes than streamsight.max-image-bytes")
  @APIResponse(responseCode = "429", description = "Too many at once: see Retry-After")
  @APIResponse(responseCode = "503", description = "It is not served yet: see Retry-After")
  public InferenceResponse inferVersion(
      @PathParam("name") String name, @PathParam("version") String version, InputStream body)
      throws IOException {
    return slots.work(
        slot -> {
          // At once, so that a request for a model that isn't there is told so, whatever its body.
          models.take(name, version).release();
          InferenceRequest request = RequestReader.read(new LimitedBody(body, maxBytes));
          ServedModel model = models.take(name, version);
          try {
            return infer(request, model, slot);
          } finally {
            model.release();
          }
        });
  }

  private InferenceResponse infer(InferenceRequest request, ServedModel model, PixelBuffers slot) {
    var size = model.preprocessing();
    request.images().requireShape(request.shape(), size.height(), size.width(), 3);
    boolean withMap = request.outputs().contains(ServedModel.MAP);
    requireRoom(request.shape()[0], withMap, model);
    byte[] pixels = request.images().values();
    return InferenceResponse.of(request, model, classifier.classify(pixels, withMap, model, slot));
  }

  /** Small images with many labels: the answer may be far larger than the request. */
  private void requireRoom(long images, boolean withMap, ServedModel model) {
    long classes = model.metadata().labels().size();
    long bytes = images * classes * (1 + (withMap ? model.mapSize().cells() : 0)) * Float.BYTES;
    if (bytes > maxBytes) {
      throw ProblemException.of(
          413,
          Reason.IMAGE_TOO_LARGE,
          "The answer would have %d bytes of tensors, the limit is %d: ask for fewer images%s"
              .formatted(bytes, maxBytes, withMap ? ", or for the scores only" : ""));
    }
  }
}

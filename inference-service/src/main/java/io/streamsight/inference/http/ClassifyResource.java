package io.streamsight.inference.http;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.inference.InferenceMetrics;
import io.streamsight.inference.classify.Answer;
import io.streamsight.inference.classify.Classifier;
import io.streamsight.inference.model.ServedModel;
import io.streamsight.service.AnyQuery;
import io.streamsight.service.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** One image over HTTP: the same decoding and the same models as the stream's. */
@Path("/classify")
public class ClassifyResource {
  private static final String HOW =
      "send the image itself as the body of a POST: curl --data-binary @FILE"
          + " -H 'Content-Type: image/jpeg'";

  private final HeldModels models;
  private final Classifier classifier;
  private final Slots slots;
  private final InferenceMetrics metrics;
  private final int maxBytes;

  ClassifyResource(
      HeldModels models,
      Classifier classifier,
      Slots slots,
      InferenceMetrics metrics,
      InstallationConfig config) {
    this.models = models;
    this.classifier = classifier;
    this.slots = slots;
    this.metrics = metrics;
    maxBytes = config.maxImageBytes();
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Classifies the image in the body",
      description =
          "The body is one JPEG or PNG as it is, told by content. The same decoding, the same"
              + " models and the same answer as on the topics.")
  @APIResponseSchema(
      value = Classification.class,
      responseCode = "200",
      responseDescription = "What the model says")
  @APIResponse(
      responseCode = "400",
      description = "A parameter is unknown, given twice, or has no value that it takes")
  @APIResponse(responseCode = "404", description = "No model of that name has a champion")
  @APIResponse(responseCode = "413", description = "More bytes or pixels than the limits")
  @APIResponse(responseCode = "415", description = "Neither JPEG nor PNG")
  @APIResponse(responseCode = "422", description = "Not an intact image; the type names the reason")
  @APIResponse(responseCode = "429", description = "Too many at once: see Retry-After")
  @APIResponse(responseCode = "503", description = "No model is served yet: see Retry-After")
  public Classification classify(
      @Parameter(description = "By name; the default model when absent") @QueryParam("model")
          String model,
      @Parameter(
              description = "Whether the answer shall have the activationMap",
              schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
          @QueryParam("map")
          String map,
      @Context HttpHeaders headers,
      InputStream body)
      throws IOException {
    boolean withMap = withMap(map);
    return slots.work(
        slot -> {
          byte[] image = new LimitedBody(body, maxBytes).readAllBytes();
          ServedModel served = models.take(model);
          try {
            Answer answer = classifier.classify(image, null, 0, withMap, served, slot);
            metrics.classified(answer);
            return answer(answer, headers);
          } finally {
            served.release();
          }
        });
  }

  /** What {@code curl -T} sends. */
  @PUT
  @AnyQuery
  @Operation(hidden = true)
  public void put() {
    throw new ProblemException(
        Problem.of(Response.Status.METHOD_NOT_ALLOWED, "PUT is not taken here: " + HOW));
  }

  private static boolean withMap(String map) {
    if (map != null && !map.equals("true") && !map.equals("false")) {
      throw new StreamsightException(
          Reason.EVENT_INVALID,
          "map is '%.100s': give true or false, or leave it out".formatted(map));
    }
    return Boolean.parseBoolean(map);
  }

  private static Classification answer(Answer answer, HttpHeaders headers) {
    if (answer instanceof Answer.Rejected rejected) {
      int status =
          switch (rejected.reason()) {
            case IMAGE_TOO_LARGE, IMAGE_TOO_MANY_PIXELS -> 413;
            case IMAGE_UNSUPPORTED_FORMAT -> 415;
            case INTERNAL -> 500;
            default -> 422;
          };
      throw ProblemException.of(
          status, rejected.reason(), rejected.detail() + hint(status, headers));
    }
    return ((Answer.Classified) answer).classification();
  }

  /** What {@code curl -F} sends is a form around the image. */
  private static String hint(int status, HttpHeaders headers) {
    String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
    boolean form = type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    return status == 415 && form ? ". It is a form: " + HOW : "";
  }
}

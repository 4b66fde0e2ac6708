package io.streamsight.inference.http;

import io.streamsight.contract.Reason;
import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.topic.InstallationConfig;
import io.streamsight.inference.InferenceConfig;
import io.streamsight.inference.classify.Answer;
import io.streamsight.inference.classify.Classifier;
import io.streamsight.inference.model.Choice;
import io.streamsight.inference.model.Models;
import io.streamsight.inference.model.PixelBuffers;
import io.streamsight.inference.model.ServedModel;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** One image over HTTP: the same decoding and the same models as the stream's. */
@Path("/classify")
@ApplicationScoped
public class ClassifyResource {
  private final Models models;
  private final Classifier classifier;
  private final int maxBytes;

  /** One for each request that may be in work; none left means too many. */
  private final BlockingQueue<PixelBuffers> slots = new LinkedBlockingQueue<>();

  ClassifyResource(
      Models models, Classifier classifier, InstallationConfig config, InferenceConfig inference) {
    this.models = models;
    this.classifier = classifier;
    maxBytes = config.maxImageBytes();
    for (int i = 0; i < inference.httpSlots(); i++) {
      slots.add(new PixelBuffers());
    }
  }

  @POST
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Classify the image in the body: JPEG or PNG as it is")
  @APIResponse(responseCode = "200", description = "What the model says")
  @APIResponse(responseCode = "404", description = "No model of that name")
  @APIResponse(responseCode = "413", description = "More bytes than streamsight.max-image-bytes")
  @APIResponse(responseCode = "415", description = "Neither JPEG nor PNG")
  @APIResponse(responseCode = "422", description = "The image does not decode")
  @APIResponse(responseCode = "429", description = "Too many at once: try again")
  @APIResponse(responseCode = "503", description = "No model is served yet")
  public Classification classify(@QueryParam("model") String model, InputStream body)
      throws IOException {
    PixelBuffers slot = slots.poll();
    if (slot == null) {
      drain(body);
      throw new Problem(429, "too-many-requests", "Try again in a moment.", "All slots are taken");
    }
    try {
      byte[] image = read(body);
      ServedModel served = take(model);
      try {
        return classify(image, served, slot);
      } finally {
        served.release();
      }
    } finally {
      slots.add(slot);
    }
  }

  private ServedModel take(String name) {
    Choice choice = models.choose(Optional.ofNullable(name));
    if (choice instanceof Choice.Unknown unknown) {
      throw Problem.of(404, Reason.MODEL_UNKNOWN, unknown.detail());
    }
    String why = choice instanceof Choice.Wait wait ? wait.why() : "the model was just taken away";
    Optional<ServedModel> model =
        choice instanceof Choice.Use use ? models.take(use.name()) : Optional.empty();
    return model.orElseThrow(
        () -> new Problem(503, "not-ready", "Try again when /q/health/ready is up.", why));
  }

  private byte[] read(InputStream body) throws IOException {
    byte[] image = body.readNBytes(maxBytes + 1);
    if (image.length > maxBytes) {
      drain(body);
      throw Problem.of(
          413, Reason.IMAGE_TOO_LARGE, "The body has more than %d bytes".formatted(maxBytes));
    }
    return image;
  }

  /** Reads on for a while: many clients send all of a body before they look at the answer. */
  private void drain(InputStream body) throws IOException {
    body.skip(maxBytes);
  }

  private Classification classify(byte[] image, ServedModel model, PixelBuffers buffers) {
    Answer answer = classifier.classify(image, null, 0, model, buffers);
    if (answer instanceof Answer.Rejected rejected) {
      int status =
          switch (rejected.reason()) {
            case IMAGE_TOO_LARGE -> 413;
            case IMAGE_UNSUPPORTED_FORMAT -> 415;
            default -> 422;
          };
      throw Problem.of(status, rejected.reason(), rejected.detail());
    }
    return ((Answer.Classified) answer).classification();
  }

  @PreDestroy
  void close() {
    slots.forEach(PixelBuffers::close);
  }
}

package io.streamsight.trainer.worker;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.model.SelfTest;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.onnx.OnnxExporter;
import io.streamsight.trainer.onnx.OnnxModel;
import io.streamsight.trainer.training.Examples;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Exports a trained net and scores the file with the runtime that will serve it. */
@ApplicationScoped
public class CandidateScoring {
  /** Float32 sums in another order, through some forty layers, differ by less. */
  static final float PARITY_TOLERANCE = 1e-4f;

  /**
   * A file that may be published.
   *
   * @param onnx with all its metadata
   * @param validationRight by validation image
   */
  public record Scored(byte[] onnx, ModelMetadata metadata, boolean[] validationRight) {}

  /**
   * @param metadata without results
   * @param stop asked before each batch
   * @throws CancellationException when it was stopped
   * @throws StreamsightException {@link Reason#PARITY_FAILED} when training engine and runtime
   *     disagree: such a file is never published
   */
  public Scored score(
      Net net, ModelMetadata metadata, Examples validation, Examples test, BooleanSupplier stop) {
    byte[] draft = OnnxExporter.export(net, metadata.toProperties());
    try (OnnxModel model = OnnxModel.load(draft, Runtime.getRuntime().availableProcessors())) {
      Scores onValidation = Scores.of(model::scores, validation.pixels(), stop);
      Scores byEngine =
          Scores.of((pixels, n) -> Scores.ofNet(net, pixels, n), validation.pixels(), stop);
      float difference = onValidation.maxAbsDiff(byEngine);
      if (!(difference <= PARITY_TOLERANCE)) {
        throw new StreamsightException(
            Reason.PARITY_FAILED,
            "ONNX Runtime's scores differ by up to %s from the training engine's, %s is allowed"
                .formatted(difference, PARITY_TOLERANCE));
      }
      boolean[] validationRight = onValidation.right(validation.labels());
      Scores onTest = Scores.of(model::scores, test.pixels(), stop);
      SelfTest selfTest = Scores.selfTest(model, net.architecture().imageSize());
      ModelMetadata complete =
          metadata.withResults(
              new ModelMetadata.Metrics(
                  Scores.share(validationRight),
                  Scores.share(onTest.right(test.labels())),
                  difference,
                  onValidation.confusion(validation.labels()),
                  onTest.confusion(test.labels())),
              selfTest);
      return new Scored(
          OnnxExporter.export(net, complete.toProperties()), complete, validationRight);
    }
  }
}

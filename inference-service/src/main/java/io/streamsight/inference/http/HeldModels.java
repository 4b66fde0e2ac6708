package io.streamsight.inference.http;

import io.streamsight.contract.Reason;
import io.streamsight.inference.model.Choice;
import io.streamsight.inference.model.Models;
import io.streamsight.inference.model.ServedModel;
import io.streamsight.service.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Models for requests over HTTP, which don't wait for one. */
@ApplicationScoped
public class HeldModels {
  private static final String REMEDY = "Name a model that has a champion in the parameter 'model'.";

  private final Models models;

  HeldModels(Models models) {
    this.models = models;
  }

  /**
   * As {@link #take(String)}, if that is the version that answers.
   *
   * @param version null for the one that does
   * @throws ProblemException 404 for another one
   */
  public ServedModel take(String name, String version) {
    ServedModel model = take(name);
    int served = model.version().version();
    if (version == null || version.equals(String.valueOf(served))) {
      return model;
    }
    model.release();
    throw unknown(
        "'%s' answers with version %d only, not with '%s'".formatted(name, served, version));
  }

  /**
   * @param name null for the default model
   * @return held for the caller, who must {@link ServedModel#release release} it
   * @throws ProblemException 404 when there is no such model, 503 when none answers yet or it is
   *     refused
   */
  public ServedModel take(String name) {
    Choice choice = models.choose(Optional.ofNullable(name));
    if (choice instanceof Choice.Unknown unknown) {
      if (unknown.reason() == Reason.MODEL_UNKNOWN) {
        throw unknown(unknown.detail());
      }
      // Of a champion that is refused here another replica may know better.
      throw ProblemException.of(503, unknown.reason(), unknown.detail());
    }
    String why = choice instanceof Choice.Wait wait ? wait.why() : "the model was just taken away";
    Optional<ServedModel> model =
        choice instanceof Choice.Use use ? models.take(use.name()) : Optional.empty();
    return model.orElseThrow(() -> ProblemException.of(503, Reason.NOT_READY, why));
  }

  /** The catalogue's remedy is for records: there it is a header. */
  private static ProblemException unknown(String detail) {
    return new ProblemException(Problem.of(404, Reason.MODEL_UNKNOWN, detail).withTitle(REMEDY));
  }
}

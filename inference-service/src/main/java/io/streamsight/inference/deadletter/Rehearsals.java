package io.streamsight.inference.deadletter;

import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.deadletter.Letter;
import io.streamsight.contract.deadletter.Rehearsal;
import io.streamsight.inference.classify.Answer;
import io.streamsight.inference.stream.RequestWorkers;
import jakarta.enterprise.context.ApplicationScoped;

/** Answers a letter before it is replayed, as the stream would, and looks what becomes of it. */
@ApplicationScoped
class Rehearsals {
  private final RequestWorkers workers;

  Rehearsals(RequestWorkers workers) {
    this.workers = workers;
  }

  Rehearsal of(Letter letter) {
    try {
      return workers
          .rehearse(letter.record())
          .map(Rehearsals::of)
          .orElseGet(
              () -> new Rehearsal.Fails("its model is not served yet: replay it once it is"));
    } catch (StreamsightException e) {
      // In the stream this request would stop the service.
      return new Rehearsal.Fails(e.getMessage());
    }
  }

  private static Rehearsal of(Answer answer) {
    return answer instanceof Answer.Rejected rejected
        ? Rehearsal.refusedAgain(rejected.reason(), rejected.detail())
        : new Rehearsal.Passes();
  }
}

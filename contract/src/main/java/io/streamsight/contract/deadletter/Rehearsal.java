package io.streamsight.contract.deadletter;

import io.streamsight.contract.Reason;

/** Whether the reader of its source would take a letter now. */
public sealed interface Rehearsal {
  record Passes() implements Rehearsal {}

  record Fails(String why) implements Rehearsal {}

  static Rehearsal refusedAgain(Reason reason, String detail) {
    return new Fails("would be refused again (%s): %s".formatted(reason.code(), detail));
  }
}

package io.streamsight.cli.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.streamsight.cli.Printable;
import io.streamsight.contract.event.Json;

/** For programs: each answer as it came, a line each; what people want to know goes elsewhere. */
final class JsonLines implements WatchView {
  @Override
  public void answer(Heard.Answer answer) {
    try {
      // Whoever wrote it may have used several lines.
      System.out.println(Json.MAPPER.readTree(answer.json()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("was read before: " + answer.json(), e);
    }
  }

  @Override
  public void note(String text) {
    System.err.println("streamsight: " + Printable.text(text));
  }

  @Override
  public void tick() {}

  @Override
  public void end(String summary) {
    note(summary);
  }
}

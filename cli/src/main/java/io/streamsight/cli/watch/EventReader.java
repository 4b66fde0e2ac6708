package io.streamsight.cli.watch;

import io.streamsight.cli.AnswerTooLargeException;
import java.util.Optional;

/** Puts server-sent events together from their lines; comments are passed over. */
final class EventReader {
  /** Of one event. */
  private static final int MAX_CHARACTERS = 16 << 20;

  private String name;
  private StringBuilder data;

  /** The event that {@code line} completes, if it does. */
  Optional<ServerEvent> line(String line) {
    if (line.isEmpty()) {
      Optional<ServerEvent> event =
          Optional.ofNullable(data).map(text -> new ServerEvent(name, text.toString()));
      name = null;
      data = null;
      return event;
    }
    if (line.startsWith("event:")) {
      name = value(line);
    } else if (line.startsWith("data:")) {
      data = data == null ? new StringBuilder() : data.append('\n');
      data.append(value(line));
      if (data.length() > MAX_CHARACTERS) {
        throw new AnswerTooLargeException("An event", MAX_CHARACTERS);
      }
    }
    return Optional.empty();
  }

  /** One space after the colon belongs to the format. */
  private static String value(String line) {
    String value = line.substring(line.indexOf(':') + 1);
    return value.startsWith(" ") ? value.substring(1) : value;
  }
}

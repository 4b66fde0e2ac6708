package io.streamsight.inference;

import io.streamsight.contract.classification.Classification;
import io.streamsight.contract.event.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client of server-sent events that reads only what it is asked for. */
final class EventStream implements AutoCloseable {
  private static final int PATIENCE_MS = 60_000;

  private final HttpURLConnection connection;
  private final BufferedReader lines;

  /** Absent parts are null. */
  record Message(String id, String name, String data) {
    String imageId() {
      return Json.read(data.getBytes(StandardCharsets.UTF_8), Classification.class).imageId();
    }
  }

  /** Returns when the service has begun to answer. */
  EventStream(URI uri) throws IOException {
    connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestProperty("Accept", "text/event-stream");
    connection.setReadTimeout(PATIENCE_MS);
    lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The next that is no comment; comments don't count as something. */
  Message next() throws IOException {
    long until = System.nanoTime() + PATIENCE_MS * 1_000_000L;
    String id = null;
    String name = null;
    String data = null;
    while (true) {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("the service ended the stream");
      }
      if (System.nanoTime() > until) {
        throw new IOException("nothing but comments within %d ms".formatted(PATIENCE_MS));
      }
      int colon = line.indexOf(':');
      if (line.isEmpty() && data != null) {
        return new Message(id, name, data);
      }
      String value = colon < 0 ? "" : line.substring(colon + 1).stripLeading();
      switch (colon < 0 ? line : line.substring(0, colon)) {
        case "id" -> id = value;
        case "event" -> name = value;
        case "data" -> data = data == null ? value : data + "\n" + value;
        default -> {}
      }
    }
  }

  /** The next that is an answer. */
  Message nextAnswer() throws IOException {
    Message message = next();
    while (message.name() != null) {
      message = next();
    }
    return message;
  }

  @Override
  public void close() {
    connection.disconnect();
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.streamsight.cli.imports;

import io.streamsight.cli.HttpService;
import io.streamsight.cli.Query;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;

/**
 * A body on its way to the service: chunked, read no faster than it is sent, refused before it is
 * sent where the parameters are wrong ({@code Expect: 100-continue}).
 *
 * <p>By the JDK's old client: the new one, in Java 17.0.15, waits for ever when the service refuses
 * instead of telling it to go on.
 */
final class Upload {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final int CONNECT_TIMEOUT_MS = 5_000;

  private final HttpService ingest;
  private final ImportBody body;
  private volatile boolean stopped;
  private IOException unread;

  Upload(HttpService ingest, ImportBody body) {
    this.ingest = ingest;
    this.body = body;
  }

  /**
   * What the service answered.
   *
   * @param body null where it is lost: the refusal came before ours was sent, or is one of the token
   */
  record Answer(int status, byte[] body) {}

  /** Breaks off at the next chunk, from any thread. */
  void stop() {
    stopped = true;
  }

  /** Why the body could not be read to its end; null if it could. For the sending thread. */
  IOException unread() {
    return unread;
  }

  /**
   * @throws IOException when the connection broke, the body could not be read or it was stopped
   */
  Answer send(Query query) throws IOException {
    var connection = (HttpURLConnection) ingest.uri(query).toURL().openConnection();
    connection.setRequestMethod("PUT");
    connection.setDoOutput(true);
    connection.setChunkedStreamingMode(CHUNK_BYTES);
    connection.setConnectTimeout(CONNECT_TIMEOUT_MS);
    connection.setRequestProperty("Content-Type", body.contentType());
    connection.setRequestProperty("Accept", "application/json, application/problem+json");
    connection.setRequestProperty("Expect", "100-continue");
    ingest
        .token()
        .header()
        .ifPresent(value -> connection.setRequestProperty("Authorization", value));
    try {
      write(connection);
    } catch (ProtocolException e) {
      return new Answer(connection.getResponseCode(), null);
    }
    return answer(connection);
  }

  private void write(HttpURLConnection connection) throws IOException {
    // Closed at its end only: that would tell the service that half an archive is the whole.
    OutputStream out = connection.getOutputStream();
    try (InputStream in = body.open()) {
      var chunk = new byte[CHUNK_BYTES];
      for (int read = read(in, chunk); read > 0; read = read(in, chunk)) {
        if (!write(out, chunk, read)) {
          return;
        }
      }
    } catch (IOException e) {
      connection.disconnect();
      throw e;
    }
    try {
      out.close();
    } catch (IOException e) {
      // As for any chunk: the answer tells more, if it is there.
    }
  }

  private int read(InputStream in, byte[] chunk) throws IOException {
    if (stopped) {
      throw new IOException("stopped");
    }
    try {
      return in.readNBytes(chunk, 0, chunk.length);
    } catch (IOException e) {
      unread = e;
      throw e;
    }
  }

  /** False when the service takes no more: it may have answered already. */
  private static boolean write(OutputStream out, byte[] chunk, int length) {
    try {
      out.write(chunk, 0, length);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Answer answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    if (status < 0) {
      throw new IOException("the answer is not HTTP");
    }
    if (status == HttpURLConnection.HTTP_UNAUTHORIZED) {
      // This client drops what it is told, since it can't ask again.
      return new Answer(status, null);
    }
    try (InputStream in =
        status / 100 == 2 ? connection.getInputStream() : connection.getErrorStream()) {
      byte[] body = in == null ? new byte[0] : in.readAllBytes();
      // This client takes a connection that ends early for the end of the answer.
      if (body.length < connection.getContentLengthLong()) {
        throw new IOException("the answer broke off");
      }
      return new Answer(status, body);
    }
  }
}

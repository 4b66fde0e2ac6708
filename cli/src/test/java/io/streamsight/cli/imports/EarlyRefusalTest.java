package io.streamsight.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.cli.CommandRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's server always asks for the body, so a socket plays the service here. */
class EarlyRefusalTest {
  private static final String PROBLEM =
      "{\"type\":\"urn:streamsight:event-invalid\",\"title\":\"Correct the named field.\",\"detail\":\"dataset x\"}";

  private final CompletableFuture<Integer> bodyBytes = new CompletableFuture<>();

  @TempDir Path folder;

  @Test
  void shouldTellARefusalWithoutHavingSentTheBody() throws Exception {
    Files.write(folder.resolve("a.jpg"), new byte[100]);
    try (var server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      var thread = new Thread(() -> serve(server));
      thread.setDaemon(true);
      thread.start();
      CommandRun run =
          CommandRun.of(
              "import",
              folder.toString(),
              "--dataset",
              "x",
              "--ingest-url",
              "http://127.0.0.1:" + server.getLocalPort());
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err().strip())
          .isEqualTo("streamsight: dataset x. See streamsight import --help");
      assertThat(run.out()).isEmpty();
      assertThat(bodyBytes.join()).isZero();
    }
  }

  private void serve(ServerSocket server) {
    try {
      while (true) {
        Socket connection = server.accept();
        var thread = new Thread(() -> answer(connection));
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      var in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
      String request = in.readLine();
      String line = request;
      while (line != null && !line.isEmpty()) {
        line = in.readLine();
      }
      boolean put = request != null && request.startsWith("PUT");
      String head =
          "HTTP/1.1 %s\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: %d\r\n\r\n"
              .formatted(put ? "400 Bad Request" : "404 Not Found", PROBLEM.length());
      connection.getOutputStream().write((head + PROBLEM).getBytes(StandardCharsets.UTF_8));
      connection.shutdownOutput();
      if (put) {
        int more = 0;
        while (in.read() >= 0) {
          more++;
        }
        bodyBytes.complete(more);
      }
    } catch (IOException e) {
      bodyBytes.completeExceptionally(e);
    }
  }
}

package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
  /** As the trainer service says it. */
  private static final String WHY =
      "streamsight.trainer.device=cuda, but the engine finds no GPU that it can use, which takes a"
          + " driver (nvidia-smi shows it) and a libtorch for CUDA. Mend that, or set"
          + " streamsight.trainer.device=cpu; then start the worker again.";

  @TempDir Path folder;

  @Test
  void shouldSayWhyTheLastSystemEnded() throws Exception {
    Path log = Files.createDirectories(folder.resolve("logs")).resolve(UpCommand.LOG);
    Files.writeString(
        log,
        "Kafka is ready\nstreamsight: The trainer service (pid 7) was killed (code 137)\nlast line\n");
    assertThat(status(1))
        .contains(
            "The last system in " + folder + ", at ",
            ": The trainer service (pid 7) was killed (code 137)\nlast line",
            "Nothing runs.");
  }

  @Test
  void shouldNotSpeakOfASystemThatWasStopped() throws Exception {
    Path log = Files.createDirectories(folder.resolve("logs")).resolve(UpCommand.LOG);
    Files.writeString(log, "Kafka is ready\nStopping\nStopped\n");
    assertThat(status(1).strip())
        .isEqualTo("Nothing runs. Start a system with ./streamsight up or demo.");
  }

  @Test
  void shouldTellWhyATrainerOrAWorkerTakesNoRun() throws Exception {
    HttpServer trainer = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    trainer.createContext("/q/health", StatusCommandTest::answer);
    trainer.start();
    try {
      new SystemState(
              ProcessHandle.current().pid(),
              Instant.now(),
              true,
              List.of(
                  new SystemState.Service(
                      "trainer", ProcessHandle.current().pid(), trainer.getAddress().getPort())))
          .write(folder);
      int port = trainer.getAddress().getPort();
      new LocalWorker(ProcessHandle.current().pid(), port, Instant.now()).write(folder);
      assertThat(status(0).lines())
          .anyMatch(line -> line.matches("trainer +\\d+ +\\d+ +ready +no runs"))
          .anyMatch(line -> line.matches("worker-" + port + " +\\d+ +\\d+ +ready +no runs"))
          .endsWith("trainer takes no run: " + WHY, "worker-" + port + " takes no run: " + WHY);
    } finally {
      trainer.stop(0);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    byte[] body =
        """
        {"status":"UP","checks":[
         {"name":"registry read","status":"UP"},
         {"name":"worker","status":"UP","data":{"device-unavailable":"%s"}}]}"""
            .formatted(WHY)
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String status(int exitCode) {
    var printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    System.setOut(new PrintStream(printed, true));
    try {
      assertThat(LocalMain.commandLine().execute("status", "--data-folder", folder.toString()))
          .isEqualTo(exitCode);
    } finally {
      System.setOut(out);
    }
    return printed.toString();
  }
}

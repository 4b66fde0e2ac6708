package io.streamsight.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalMainTest {
  private final StringWriter err = new StringWriter();

  @TempDir Path home;

  @BeforeEach
  void setHome() {
    System.setProperty("streamsight.home", home.toString());
  }

  @AfterEach
  void clearHome() {
    System.clearProperty("streamsight.home");
  }

  @Test
  void shouldRefuseAnOptionThatIsOutOfRangeAsWrongUsage() {
    assertThat(execute("demo", "--size", "8")).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo("streamsight: --size 8 is not within 16 to 512. See streamsight demo --help");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "up --broker-port 70000|--broker-port 70000 is not within 1 to 65535",
        "up --broker-port 0|--broker-port 0 is not within 1 to 65535",
        "up --ingest-port -1|--ingest-port -1 is not within 1 to 65535",
        "demo --trainer-port 65536|--trainer-port 65536 is not within 1 to 65535",
        "up --inference-port 0|--inference-port 0 is not within 1 to 65535",
        "up --ingest-port 9100 --inference-port 9100|--ingest-port and --inference-port are both 9100",
        "demo --trainer-port 9092|--broker-port and --trainer-port are both 9092",
      })
  void shouldRefusePortsThatCanNotBeBeforeAnythingStarts(String arguments, String message) {
    assertThat(execute(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            "streamsight: %s. See streamsight %s --help"
                .formatted(message, arguments.split(" ")[0]));
    assertThat(home.resolve(".streamsight")).doesNotExist();
  }

  @Test
  void shouldRefuseDataWithoutImagesBeforeAnythingStarts() throws Exception {
    Path photos = Files.createDirectories(home.resolve("photos/train/cat")).getParent().getParent();
    assertThat(execute("demo", "--data", photos.toString())).isEqualTo(1);
    assertThat(err.toString().strip())
        .isEqualTo(
            "streamsight: --data %1$s holds no images. Put JPEG or PNG files into %1$s/{train,validation,test}/<label>/."
                .formatted(photos));
    assertThat(home.resolve(".streamsight")).doesNotExist();
  }

  @Test
  void shouldRefuseAReportThatCanNotBeWrittenBeforeAnythingStarts() {
    assertThat(execute("demo", "--report", home.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("--report " + home + " can't be written");
  }

  @Test
  void shouldNameTheTakenPortAndTheOptionThatMovesIt() throws Exception {
    for (String service : new String[] {"ingest", "trainer", "inference"}) {
      Path app = home.resolve(service + "-service/target/quarkus-app");
      Path jar = Files.createDirectories(app).resolve("quarkus-run.jar");
      new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();
    }
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(other.getLocalPort());
      String broker = String.valueOf(Ports.free());
      String ingest = String.valueOf(Ports.free());
      assertThat(
              execute(
                  "demo", "--broker-port", broker, "--ingest-port", ingest, "--trainer-port", port))
          .isEqualTo(1);
      assertThat(err.toString().strip())
          .startsWith("streamsight: Port " + port + " is taken, and the trainer service needs it.")
          .endsWith("--trainer-port.")
          .doesNotContain("\n");
    }
  }

  @Test
  void shouldSayWhatIsNotBuilt() {
    assertThat(execute("demo")).isEqualTo(1);
    assertThat(err.toString()).contains("service is not built", "quarkus-run.jar is missing");
  }

  @Test
  void shouldExitWithOneWhenAskedForTheStatusOfNothing() {
    assertThat(execute("status")).isEqualTo(1);
  }

  @Test
  void shouldHaveNothingToDoWhenStoppingNothing() {
    assertThat(execute("down")).isZero();
  }

  @Test
  void shouldStartNoWorkerForASystemThatIsNotUp() throws Exception {
    assertNoWorker();
    // Being stopped: nobody would stop the worker before its broker.
    Path folder = Files.createDirectories(home.resolve(".streamsight/local"));
    new SystemState(ProcessHandle.current().pid(), Instant.now(), false, List.of()).write(folder);
    err.getBuffer().setLength(0);
    assertNoWorker();
  }

  private void assertNoWorker() {
    assertThat(execute("worker", "--once")).isEqualTo(1);
    assertThat(err.toString().strip())
        .isEqualTo(
            "streamsight: No system is up that a worker could work for. Start one with"
                + " ./streamsight up.");
  }

  private int execute(String... arguments) {
    return LocalMain.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
  }
}

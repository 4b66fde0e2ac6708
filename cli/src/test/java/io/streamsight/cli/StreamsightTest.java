package io.streamsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsightTest {
  private final StringWriter err = new StringWriter();
  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  private HttpServer service;
  private int status = 200;
  private String answer = "{}";

  @BeforeEach
  void start() throws Exception {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    service.createContext(
        "/",
        exchange -> {
          String body = new String(exchange.getRequestBody().readAllBytes());
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  @Test
  void shouldExitWithTwoOnWrongUsage() {
    assertThat(execute("withdraw")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required parameters: 'DATASET', 'ID'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "imprt a --dataset b|There is no command 'imprt' (did you mean import?). See streamsight --help",
        "model shwo pets/3|There is no command 'shwo' (did you mean show?). See streamsight model --help",
        "erase a --yess|Unknown option: '--yess' (did you mean --yes?). See streamsight erase --help",
        "qqqqq|There is no command 'qqqqq'. See streamsight --help",
      })
  void shouldSayWhatMayHaveBeenMeant(String arguments, String message) {
    assertThat(execute(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString().strip()).isEqualTo("streamsight: " + message);
  }

  /** A script's variable that is not set: import took the current folder, erase all images. */
  @ParameterizedTest
  @CsvSource({
    "import|_|--dataset|pets, PATH",
    "classify|a.jpg|_, FILE|DIR",
    "dataset|_, NAME",
    "erase|a|_|--yes, ID",
    "erase|_|--yes, ID",
    "relabel|pets|_|--label|cat, ID",
    "relabel|_|a|--label|cat, DATASET",
    "withdraw|pets|_, ID",
    "dead-letters|_, TOPIC",
    "runs|_, RUN",
    "cancel|_, RUN",
    "model|export|pets/3|_, FILE.onnx",
    "train|--model|pets|--dataset|pets|--watch|--curves|_, --curves",
  })
  void shouldRefuseAnEmptyParameter(String arguments, String name) {
    List<String> given =
        Stream.of(arguments.split("\\|")).map(a -> a.equals("_") ? "" : a).toList();
    assertThat(execute(given.toArray(String[]::new))).isEqualTo(2);
    assertThat(err.toString()).startsWith("streamsight: " + name + " is empty. See streamsight ");
    assertThat(requests).isEmpty();
  }

  @Test
  void shouldSayWhereAnUnreachableServiceWasSoughtAndHowToStartIt() {
    service.stop(0);
    assertThat(execute("dataset", "pets", "--ingest-url", url())).isEqualTo(1);
    assertThat(err.toString().strip())
        .startsWith("streamsight: The ingest service does not answer at " + url())
        .contains("./streamsight up", "--ingest-url")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8081", "127.0.0.1:8081", "ftp://x", "", "http:", "a b"})
  void shouldSayHowAServiceIsNamed(String url) {
    assertThat(execute("dataset", "pets", "--ingest-url", url)).isEqualTo(2);
    assertThat(err.toString())
        .contains("--ingest-url", "'" + url + "'", "http://HOST:PORT is expected");
  }

  /** What only a service can tell is wrong usage all the same; of other refusals it is not. */
  @ParameterizedTest
  @CsvSource({"400, event-invalid, 2", "400, model-too-large, 1", "409, event-invalid, 1"})
  void shouldExitWithTwoWhereAServiceFindsAValueWrong(int refusal, String reason, int exitCode) {
    status = refusal;
    answer =
        "{\"type\":\"urn:streamsight:%s\",\"title\":\"Correct it.\",\"detail\":\"kind 'x' is none\"}"
            .formatted(reason);
    assertThat(execute("dataset", "pets", "--findings", "x", "--ingest-url", url()))
        .isEqualTo(exitCode);
    assertThat(err.toString().strip())
        .isEqualTo(
            exitCode == 2
                ? "streamsight: kind 'x' is none. See streamsight dataset --help"
                : "streamsight: kind 'x' is none. Correct it. (ingest service, GET"
                    + " /datasets/pets/findings: status %d)".formatted(refusal));
  }

  @Test
  void shouldTellTheServicesProblemOnOneLine() {
    status = 404;
    answer =
        "{\"type\":\"urn:streamsight:dataset-unknown\",\"title\":\"GET /datasets lists those.\","
            + "\"detail\":\"'pets' has no image\",\"status\":404}";
    assertThat(execute("dataset", "pets", "--ingest-url", url())).isEqualTo(1);
    assertThat(err.toString().strip())
        .isEqualTo(
            "streamsight: 'pets' has no image. ./streamsight dataset lists those that exist,"
                + " ./streamsight import makes one. (ingest service, GET /datasets/pets: status 404)");
  }

  /** Ours gives a reason for every 404 to what this command line asks. */
  @ParameterizedTest
  @CsvSource({"404", "405"})
  void shouldSayWhichUrlWasAskedWhereAnotherServiceMayAnswer(int refusal) {
    status = refusal;
    answer =
        "{\"type\":\"about:blank\",\"title\":\"No\",\"detail\":\"HTTP %d\"}".formatted(refusal);
    assertThat(execute("dataset", "pets", "--ingest-url", url())).isEqualTo(1);
    assertThat(err.toString().strip())
        .isEqualTo(
            "streamsight: HTTP %1$d. (ingest service, GET %2$s/datasets/pets: status %1$d). It may"
                    .formatted(refusal, url())
                + " be another service: --ingest-url names the ingest service.");
  }

  /** Its title is but the status in words. */
  @Test
  void shouldNotTellTheTitleOfAProblemWithoutAType() {
    status = 413;
    answer = "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"detail\":\"100 % gone\"}";
    assertThat(execute("dataset", "pets", "--ingest-url", url())).isEqualTo(1);
    assertThat(err.toString().strip())
        .isEqualTo("streamsight: 100 % gone. (ingest service, GET /datasets/pets: status 413)");
  }

  @Test
  void shouldTellTheStatusWhereNothingElseIsTold() {
    status = 502;
    answer = "<html>";
    assertThat(execute("dataset", "pets", "--ingest-url", url())).isEqualTo(1);
    assertThat(err.toString()).contains("status 502", "GET /datasets/pets", "ingest service");
  }

  @Test
  void shouldEscapeWhatAnImageIdMayHold() throws Exception {
    answer = "{\"imageId\":\"a/b c?\",\"topic\":\"images\",\"partition\":3,\"offset\":9}";
    var client = new StreamsightClient(ServiceUrls.local(service.getAddress().getPort(), 1, 1));
    PublishedImage published =
        client.publish("a/b c?", "demo", "train", "cat & dog", "x".getBytes());
    assertThat(published.offset()).isEqualTo(9);
    assertThat(requests)
        .containsExactly(
            "PUT /images/a%2Fb%20c%3F?dataset=demo&split=train&label=cat%20%26%20dog x");
  }

  private int execute(String... arguments) {
    return Streamsight.commandLine().setErr(new PrintWriter(err, true)).execute(arguments);
  }

  private String url() {
    return "http://127.0.0.1:" + service.getAddress().getPort();
  }
}

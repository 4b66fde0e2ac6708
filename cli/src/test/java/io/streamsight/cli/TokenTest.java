package io.streamsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
  private static final String TOKEN = "s3cret-0123456789abcdef0123456789abcdef";
  private static final String NEEDED =
      "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"A token is"
          + " needed\"}";

  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private PlayedService service;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    service = new PlayedService();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  /** Who asks is told by every command, those that send bodies in ways of their own too. */
  @Test
  void shouldBeSentByEveryRequest() throws Exception {
    Path image = Files.write(folder.resolve("a.jpg"), new byte[100]);
    service.on("GET /*", this::answer).on("GET /*/*", this::answer).on("POST /*", this::answer);
    service.on("PUT /*/*", this::answer).on("PUT /*/*/*/*", this::answer);
    service.on("GET /*/*/*", this::answer).on("GET /*/*/*/*/*", this::answer);
    service.on("POST /*/*/*", this::answer).on("DELETE /*/*", this::answer);
    service.on("PATCH /*/*/*/*", this::answer);
    service.on("DELETE /*/*/*/*", this::answer).on("GET /*/*/*/*", this::answer);
    for (List<String> command :
        List.of(
            List.of("import", folder.toString(), "--dataset", "pets"),
            List.of("dataset", "pets"),
            List.of("relabel", "pets", "a.jpg", "--label", "cat"),
            List.of("withdraw", "pets", "a.jpg"),
            List.of("erase", "a.jpg", "--yes"),
            List.of("dead-letters", "images"),
            List.of("dead-letters", "images", "--replay"),
            List.of("train", "--model", "pets", "--dataset", "pets"),
            List.of("runs"),
            List.of("cancel", "abc"),
            List.of("models"),
            List.of("model", "show", "pets/1"),
            List.of("model", "export", "pets/1", folder.resolve("m.onnx").toString()),
            List.of("promote", "pets/1", "--reason", "r"),
            List.of("rollback", "pets", "--reason", "r"),
            List.of("history", "pets"),
            List.of("classify", image.toString()),
            List.of("watch"))) {
      tokens.clear();
      CommandRun run = run(command, "--token", TOKEN);
      assertThat(tokens).as("%s: %s", command, run).isNotEmpty().containsOnly("Bearer " + TOKEN);
      assertThat(run.out() + run.err()).doesNotContain(TOKEN);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    exchange.getRequestBody().readAllBytes();
    PlayedService.answer(exchange, 400, "{\"type\":\"about:blank\",\"detail\":\"no\"}");
  }

  @Test
  void shouldBeAskedForByTheNameOfItsVariable() {
    service.on("GET /models", 401, NEEDED);
    assertThat(run(List.of("models")).err())
        .isEqualTo(
            "streamsight: A token is needed. Set STREAMSIGHT_TOKEN to an API key or an access"
                + " token. (trainer service, GET /models: status 401)"
                + System.lineSeparator());
    assertThat(run(List.of("models"), "--token", TOKEN).err())
        .contains("A token is needed. Set STREAMSIGHT_TOKEN to a token that the services know. (")
        .doesNotContain(TOKEN);
    service.on("GET /models", 403, "{\"type\":\"about:blank\",\"detail\":\"ann lacks the role\"}");
    assertThat(run(List.of("models", "--json"), "--token", TOKEN).err())
        .contains("ann lacks the role. Set STREAMSIGHT_TOKEN to the token of somebody who may. (");
  }

  @Test
  void shouldSayWhatStoppedAnImportOrEveryClassification() throws Exception {
    Path image = Files.write(folder.resolve("a.jpg"), new byte[100]);
    service.on("PUT /imports/*", 401, NEEDED).on("POST /classify", 401, NEEDED);
    CommandRun imported = run(List.of("import", folder.toString(), "--dataset", "pets"));
    assertThat(imported.exitCode()).isEqualTo(1);
    assertThat(imported.err()).contains("A token is needed. Set STREAMSIGHT_TOKEN to an API key");

    CommandRun classified = run(List.of("classify", image.toString()));
    assertThat(classified.exitCode()).isEqualTo(1);
    assertThat(classified.err()).contains("A token is needed. Set STREAMSIGHT_TOKEN to an API key");
  }

  @Test
  void shouldSpeakForItsOwner() {
    service.on("PUT /models/pets/aliases/champion", 200, "{\"version\":3}");
    run(List.of("promote", "pets/3", "--reason", "r"), "--token", TOKEN);
    run(List.of("promote", "pets/3", "--reason", "r", "--by", "ann"), "--token", TOKEN);
    run(List.of("promote", "pets/3", "--reason", "r"));
    assertThat(service.requests())
        .containsExactly(
            "PUT /models/pets/aliases/champion {\"version\":3,\"reason\":\"r\"}",
            "PUT /models/pets/aliases/champion {\"version\":3,\"reason\":\"r\",\"by\":\"ann\"}",
            "PUT /models/pets/aliases/champion {\"version\":3,\"reason\":\"r\",\"by\":\"%s\"}"
                .formatted(System.getProperty("user.name")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words-s3cret", "s3cret-\u00e9", "s3cret\nX-Other: header"})
  void shouldRefuseWhatIsNoTokenWithoutPrintingIt(String token) {
    CommandRun run = run(List.of("models"), "--token", token);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("streamsight: STREAMSIGHT_TOKEN is no token: ");
    assertThat(run.err()).doesNotContain("s3cret");
    assertThat(service.requests()).isEmpty();
  }

  /** As a user sets it, the end of the line of a file included; the help never has it. */
  @Test
  void shouldBeTakenFromTheEnvironment() throws Exception {
    service.on("GET /models", this::answer);
    process(TOKEN + "\n", "models");
    assertThat(tokens).containsExactly("Bearer " + TOKEN);
    assertThat(process(TOKEN, "models", "--help"))
        .contains("--token", "STREAMSIGHT_TOKEN")
        .doesNotContain(TOKEN);
    tokens.clear();
    process("", "models");
    assertThat(tokens).containsExactly("null");
  }

  private String process(String token, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Streamsight.class.getName()));
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("--trainer-url", service.url()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("STREAMSIGHT_TOKEN", token);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  private CommandRun run(List<String> command, String... more) {
    List<String> arguments = new ArrayList<>(command);
    for (String name : List.of("ingest", "trainer", "inference")) {
      arguments.addAll(List.of("--%s-url".formatted(name), service.url()));
    }
    arguments.addAll(Arrays.asList(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }
}

package io.streamsight.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.streamsight.cli.CommandRun;
import io.streamsight.cli.PlayedService;
import io.streamsight.cli.Times;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.event.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandsTest {
  private static final String PETS =
      "{\"name\":\"pets\",\"aliases\":{\"champion\":2},\"versions\":["
          + "{\"version\":1,\"runId\":\"a\",\"metrics\":{\"validationAccuracy\":0.8,\"testConfusion\":[[1]]}},"
          + "{\"version\":2,\"runId\":\"b\",\"later\":true},"
          + "{\"version\":3,\"runId\":\"c\",\"retired\":true,\"retirement\":"
          + "{\"at\":\"2026-01-02T03:04:05Z\",\"by\":\"ann\",\"reason\":\"wrong labels\"}}]}";

  private static final String RETIRED_AT = Times.text(Instant.parse("2026-01-02T03:04:05Z"));

  @TempDir Path folder;
  private PlayedService service;

  @BeforeEach
  void start() throws Exception {
    service = new PlayedService().on("GET /models/pets", 200, PETS);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldListVersionsWithTheirAliases() {
    service.on("GET /models", 200, "[" + PETS + "]");
    for (CommandRun run : List.of(run("models"), run("models", "pets"))) {
      assertThat(run.exitCode()).isZero();
      assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
          .containsExactly(
              "model version alias run net recipe size validation test parity train images",
              "pets 1 - a - - - 0.8000 - - -",
              "pets 2 champion b - - - - - - -",
              "pets 3 (retired) c - - - - - - -",
              "pets/3 retired " + RETIRED_AT + " by ann: wrong labels");
    }
  }

  @Test
  void shouldListForPrograms() throws Exception {
    assertThat(Json.MAPPER.readTree(run("models", "pets", "--json").out()))
        .isEqualTo(Json.MAPPER.readTree(PETS));
  }

  @Test
  void shouldSayThatThereIsNoModelYet() {
    service.on("GET /models", 200, "[]");
    assertThat(run("models").out()).contains("There is no model yet");
  }

  @Test
  void shouldPromoteWithAReason() {
    service.on(
        "PUT /models/pets/aliases/*",
        200,
        "{\"model\":\"pets\",\"alias\":\"champion\",\"from\":2,\"version\":3,\"before\":2}");
    CommandRun run = run("promote", "pets/3", "--reason", "better", "--by", "ann");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip()).isEqualTo("champion of pets: version 2 -> version 3");
    assertThat(service.requests())
        .contains(
            "PUT /models/pets/aliases/champion"
                + " {\"version\":3,\"reason\":\"better\",\"by\":\"ann\"}");
  }

  @Test
  void shouldPromoteOnlyFromWhereTheProposerThoughtItWas() {
    service.on(
        "PUT /models/pets/aliases/*",
        409,
        "{\"type\":\"urn:streamsight:conflict\",\"title\":\"Look again.\","
            + "\"detail\":\"shadow of pets points to version 2, not to nothing\"}");
    CommandRun run =
        run("promote", "pets/3", "--alias", "shadow", "--from", "0", "--reason", "r", "--by", "b");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("shadow of pets points to version 2, not to nothing. Look again.");
    assertThat(service.requests())
        .contains(
            "PUT /models/pets/aliases/shadow"
                + " {\"version\":3,\"from\":null,\"reason\":\"r\",\"by\":\"b\"}");
  }

  @Test
  void shouldNotDecideWithoutAReason() {
    CommandRun run = run("promote", "pets/3");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Missing required option: '--reason=TEXT'");
    assertThat(run("promote", "pets", "--reason", "r").err()).contains("NAME/VERSION is expected");
    assertThat(run("rollback", "pets").exitCode()).isEqualTo(2);
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void shouldRollBack() {
    service.on(
        "POST /models/pets/aliases/champion/rollback",
        200,
        "{\"model\":\"pets\",\"alias\":\"champion\",\"from\":2,\"version\":1}");
    CommandRun run =
        run("rollback", "pets", "--reason", "too many cats", "--by", "bob", "--from", "2");
    assertThat(run.out().strip()).isEqualTo("champion of pets: version 2 -> version 1");
    assertThat(service.requests())
        .containsExactly(
            "POST /models/pets/aliases/champion/rollback"
                + " {\"reason\":\"too many cats\",\"by\":\"bob\",\"from\":2}");
  }

  @Test
  void shouldRollBackFromWhereItPoints() {
    service.on("GET /models/pets/aliases/champion", 200, "{\"alias\":\"champion\",\"version\":2}");
    service.on(
        "POST /models/pets/aliases/champion/rollback", 503, "{\"detail\":\"The broker is away\"}");
    CommandRun run = run("rollback", "pets", "--reason", "cats", "--by", "bob");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "The broker is away",
            "Whether it was done is not known: look before you try again. With --from 2 the same is refused if it was.");
    assertThat(service.requests())
        .contains(
            "POST /models/pets/aliases/champion/rollback"
                + " {\"reason\":\"cats\",\"by\":\"bob\",\"from\":2}");
  }

  @Test
  void shouldNotCallItFailedWhereTheAnswerIsLost() {
    service.on("PUT /models/pets/aliases/champion", HttpExchange::close);
    CommandRun run = run("promote", "pets/1", "--reason", "r", "--by", "b");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "The trainer service was sent PUT /models/pets/aliases/champion and gave no answer",
            "Whether it was done is not known: look before you try again.");

    service.on("POST /models/pets/versions/1/retire", 502, "<html>");
    assertThat(run("model", "retire", "pets/1", "--reason", "r", "--by", "b").err())
        .contains("status 502", "Whether it was done is not known");

    service.on("POST /models/pets/versions/1/retire", 409, "{\"detail\":\"An alias\"}");
    assertThat(run("model", "retire", "pets/1", "--reason", "r", "--by", "b").err())
        .contains("An alias")
        .doesNotContain("not known");
  }

  @Test
  void shouldNotGoBackTwiceWhereItPointsToNothing() {
    service.on("GET /models/pets/aliases/champion", 200, "{\"alias\":\"champion\",\"before\":2}");
    service.on("POST /models/pets/aliases/champion/rollback", 409, "{\"detail\":\"Moved\"}");
    CommandRun run = run("rollback", "pets", "--reason", "cats", "--by", "bob");
    assertThat(run.err()).contains("Moved").doesNotContain("not known");
    assertThat(service.requests())
        .contains(
            "POST /models/pets/aliases/champion/rollback"
                + " {\"reason\":\"cats\",\"by\":\"bob\",\"from\":null}");
  }

  @Test
  void shouldRemoveAnAlias() {
    service.on(
        "DELETE /models/pets/aliases/champion",
        200,
        "{\"model\":\"pets\",\"alias\":\"champion\",\"from\":2}");
    CommandRun run =
        run(
            "model",
            "remove-alias",
            "pets",
            "champion",
            "--reason",
            "off & on",
            "--by",
            "ann",
            "--from",
            "2");
    assertThat(run.out().strip()).isEqualTo("champion of pets: version 2 -> nothing");
    assertThat(service.requests())
        .contains("DELETE /models/pets/aliases/champion?reason=off%20%26%20on&by=ann&from=2");
  }

  @Test
  void shouldSayThatAnAliasPointsThereAlready() {
    service.on(
        "PUT /models/pets/aliases/*",
        200,
        "{\"model\":\"pets\",\"alias\":\"champion\",\"from\":2,\"version\":2}");
    assertThat(run("promote", "pets/2", "--reason", "r").out().strip())
        .isEqualTo("champion of pets points to version 2 already: nothing was changed");
  }

  @Test
  void shouldRetire() {
    service.on("POST /models/pets/versions/1/retire", 200, "{\"retired\":true}");
    assertThat(run("model", "retire", "pets/1", "--reason", "r").out().strip())
        .isEqualTo("pets/1 is retired");
    service.on("POST /models/pets/versions/1/retire", 200, "{\"changed\":false,\"retired\":true}");
    CommandRun again = run("model", "retire", "pets/1", "--reason", "r");
    assertThat(again.exitCode()).isZero();
    assertThat(again.out().strip()).isEqualTo("pets/1 was retired before: nothing was changed");
  }

  @Test
  void shouldSayThatNothingWasThereToRemove() {
    service.on(
        "DELETE /models/pets/aliases/shadow", 200, "{\"model\":\"pets\",\"alias\":\"shadow\"}");
    CommandRun run = run("model", "remove-alias", "pets", "shadow", "--reason", "r");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip())
        .isEqualTo("shadow of pets points to nothing already: nothing was changed");
  }

  @Test
  void shouldNotAskForAnAliasThatCanNotBe() {
    for (String alias : List.of("Champion", ".", "..", "a/b")) {
      for (CommandRun run :
          List.of(
              run("promote", "pets/1", "--alias", alias, "--reason", "r"),
              run("rollback", "pets", "--alias", alias, "--reason", "r"),
              run("model", "remove-alias", "pets", alias, "--reason", "r"))) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("the alias '" + alias + "' must be");
      }
    }
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void shouldNameTheCommandsWhereOneIsMissing() {
    CommandRun run = CommandRun.of("model");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("show", "export", "retire", "remove-alias", "--help");
  }

  @Test
  void shouldTellTheHistory() {
    service.on(
        "GET /models/pets/history",
        200,
        "[{\"offset\":0,\"at\":\"2026-01-02T03:04:05Z\",\"proposal\":\"run-requested\",\"runId\":\"a\",\"by\":\"http\"},"
            + "{\"offset\":1,\"proposal\":\"candidate-published\",\"runId\":\"a\",\"version\":1,\"by\":\"w\",\"reason\":\"the first\"},"
            + "{\"offset\":2,\"proposal\":\"alias-moved\",\"alias\":\"champion\",\"to\":1,\"by\":\"ann\",\"reason\":\"go\"},"
            + "{\"offset\":3,\"proposal\":\"alias-moved\",\"alias\":\"champion\",\"from\":3,\"to\":1,\"rollback\":true,\"by\":\"bob\",\"reason\":\"cats\"},"
            + "{\"offset\":4,\"proposal\":\"alias-moved\",\"alias\":\"champion\",\"from\":1,\"to\":9,\"by\":\"bob\",\"reason\":\"go\",\"ignored\":\"pets has no version 9\"},"
            + "{\"offset\":5,\"proposal\":\"version-retired\",\"version\":1,\"by\":\"ann\",\"reason\":\"%s\"},"
                .formatted("x".repeat(1_000))
            + "{\"offset\":6,\"proposal\":\"of-a-later-release\",\"by\":\"eve\",\"ignored\":\"unknown\"},"
            + "{\"offset\":7,\"proposal\":\"alias-moved\",\"alias\":\"champion\",\"from\":1,\"by\":\"ann\",\"reason\":\"off\"}]");
    assertThat(run("history", "pets").out().lines().map(line -> line.replaceAll("  +", "|")))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("offset|when|what|outcome|by|why"),
            line ->
                assertThat(line)
                    .startsWith("0|2026-01-0")
                    .endsWith("|run a requested|accepted|http|-"),
            line -> assertThat(line).isEqualTo("1|-|version 1 by run a|accepted|w|the first"),
            line ->
                assertThat(line).isEqualTo("2|-|champion promoted: nothing -> 1|accepted|ann|go"),
            line ->
                assertThat(line).isEqualTo("3|-|champion rolled back: 3 -> 1|accepted|bob|cats"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "4|-|champion promoted: 1 -> 9|refused|bob|go (refused: pets has no version 9)"),
            line ->
                assertThat(line)
                    .isEqualTo("5|-|version 1 retired|accepted|ann|" + "x".repeat(117) + "..."),
            line ->
                assertThat(line).isEqualTo("6|-|of-a-later-release|refused|eve|refused: unknown"),
            line ->
                assertThat(line).isEqualTo("7|-|champion removed: 1 -> nothing|accepted|ann|off"));
    assertThat(run("history", "pets", "--json").out()).contains("x".repeat(1_000));
  }

  @Test
  void shouldShowAModelCard() throws Exception {
    String card =
        "{\"model\":\"pets\",\"version\":1,\"aliases\":[\"champion\"],\"retired\":true,\"runId\":\"a\","
            + "\"retirement\":{\"at\":\"2026-01-02T03:04:05Z\",\"by\":\"ann\",\"reason\":\"wrong labels\"},"
            + "\"publishedAt\":\"2026-01-02T03:04:05Z\",\"file\":{\"sha256\":\"abc\",\"bytes\":12},"
            + "\"metadata\":{\"labels\":[\"cat\",\"dog\"],\"preprocessing\":{\"name\":\"keras-v1\",\"height\":180,\"width\":180},"
            + "\"request\":{\"architecture\":\"mini-xception\",\"settings\":{\"flip\":true},\"fineTuning\":{\"from\":\"pets/7\",\"frozenBlocks\":2}},"
            + "\"lineage\":{\"dataset\":\"photos\",\"images\":{\"train\":20},\"imageIndex\":{\"0\":17}},"
            + "\"metrics\":{\"testAccuracy\":0.86,\"testConfusion\":[[43,7],[5,45]]}},"
            + "\"verdict\":{\"why\":\"the first version\"}}";
    service.on("GET /models/pets/versions/1", 200, card);
    CommandRun run = run("model", "show", "pets/1");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll("  +", "|")))
        .containsSubsequence(
            "model|pets",
            "aliases|champion",
            "retired|" + RETIRED_AT + " by ann: wrong labels",
            "labels|cat, dog",
            "preprocessing|keras-v1, 180 x 180",
            "data set|photos",
            "images|train 20",
            "offsets of image-index|0 17",
            "architecture|mini-xception",
            "fine-tuning|from pets/7, frozenBlocks 2",
            "settings|flip true",
            "test accuracy|0.8600",
            "the gate|the first version",
            "test: is, and is said to be|cat|dog",
            "cat|43|7",
            "dog|5|45");
    JsonNode document = Json.MAPPER.readTree(run("model", "show", "pets/1", "--json").out());
    assertThat(document).isEqualTo(Json.MAPPER.readTree(card));
  }

  @Test
  void shouldShowTheCardOfAVersionThatALaterReleaseWrote() {
    service.on("GET /models/pets/versions/1", 200, "{\"model\":\"pets\",\"version\":1}");
    CommandRun run = run("model", "show", "pets/1");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("pets").doesNotContain("null");
  }

  @Test
  void shouldExportTheFileAndNotOverwrite() throws Exception {
    byte[] onnx = "onnx".getBytes(StandardCharsets.UTF_8);
    service.on(
        "GET /models/pets/versions/1/file",
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"" + Sha256.of(onnx) + "\"");
          PlayedService.answer(exchange, 200, "onnx");
        });
    Path file = folder.resolve("pets.onnx");
    CommandRun run = run("model", "export", "pets/1", file.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("4 bytes", Sha256.of(onnx));
    assertThat(file).hasBinaryContent(onnx);

    Files.writeString(file, "something longer");
    run = run("model", "export", "pets/1", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("is there already", "--force");
    assertThat(file).hasContent("something longer");
    assertThat(run("model", "export", "pets/1", file.toString(), "--force").exitCode()).isZero();
    assertThat(file).hasBinaryContent(onnx);
  }

  @Test
  void shouldSayWhereAFileCanNotBeWrittenBeforeItIsFetched() {
    CommandRun run = run("model", "export", "pets/1", folder.toString(), "--force");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains(folder + " is a folder", folder.resolve("pets-1.onnx").toString());
    run = run("model", "export", "pets/1", folder.resolve("no/pets.onnx").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("There is no folder " + folder.resolve("no"));
    assertThat(service.requests()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldNotKeepAFileThatArrivedDamaged() {
    service.on(
        "GET /models/pets/versions/1/file",
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"" + "0".repeat(64) + "\"");
          PlayedService.answer(exchange, 200, "onn");
        });
    CommandRun run = run("model", "export", "pets/1", folder.resolve("pets.onnx").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("What arrived is not pets/1");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldSayWhyAFileCanNotBeExported() {
    service.on("GET /models/pets/versions/9/file", 404, "{\"detail\":\"pets has no version 9\"}");
    Path file = folder.resolve("pets.onnx");
    CommandRun run = run("model", "export", "pets/9", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("pets has no version 9");
    assertThat(file).doesNotExist();
  }

  private CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--trainer-url", service.url()));
    return CommandRun.of(all.toArray(String[]::new));
  }
}

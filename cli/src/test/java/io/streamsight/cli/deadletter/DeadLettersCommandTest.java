package io.streamsight.cli.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.cli.CommandRun;
import io.streamsight.cli.PlayedService;
import io.streamsight.contract.event.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLettersCommandTest {
  private static final String LETTER =
      "{\"key\":\"cat.1\",\"reason\":\"image-truncated\",\"detail\":\"ends at 7\",\"topic\":\"images\","
          + "\"partition\":3,\"offset\":9,\"timestamp\":1700000000123,\"bytes\":7,\"open\":true,\"why\":\"nothing newer\"}";
  private static final String LETTERS =
      "{\"topic\":\"images\",\"letters\":[" + LETTER + "],\"byReason\":{\"image-truncated\":41}}";

  private PlayedService service;

  @BeforeEach
  void start() throws Exception {
    service = new PlayedService();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void shouldShowLettersAndCountThemByReason() {
    service.on("GET /dead-letters/images", 200, LETTERS);
    CommandRun run = run("images", "--reason", "image-truncated");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "key    reason           position    time                  detail",
            "cat.1  image-truncated  images 3@9  2023-11-14T22:13:20Z  ends at 7",
            "",
            "reason           letters",
            "image-truncated  41");
    assertThat(service.requests())
        .containsExactly("GET /dead-letters/images?reason=image-truncated&limit=1000");
  }

  @Test
  void shouldSayWhyLettersAreSettledWhereAllAreAskedFor() {
    service.on("GET /dead-letters/images", 200, LETTERS);
    assertThat(run("images", "--all").out()).contains("ends at 7; open: nothing newer");
    service.on(
        "GET /dead-letters/images",
        200,
        "{\"letters\":[{\"key\":\"odd\",\"open\":false,\"why\":\"dismissed by ann\"}]}");
    assertThat(run("images", "--all").out())
        .contains("settled: dismissed by ann")
        .doesNotContain("null");
  }

  @Test
  void shouldSayThatThereAreNone() {
    service.on("GET /dead-letters/image-splits", 200, "{\"letters\":[],\"byReason\":{}}");
    assertThat(run("image-splits").out()).startsWith("No open dead letters.");
  }

  @Test
  void shouldPrintTheAnswerAsItIsWhereJsonIsAskedFor() throws Exception {
    service.on("GET /dead-letters/images", 200, LETTERS);
    assertThat(Json.MAPPER.readTree(run("images", "--json").out()))
        .isEqualTo(Json.MAPPER.readTree(LETTERS));
  }

  @Test
  void shouldReplay() {
    service.on("POST /dead-letters/images/replay", 200, "{\"replayed\":12,\"notReplayed\":[]}");
    CommandRun run = run("images", "--replay", "--reason", "image-too-large");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip()).isEqualTo("12 published again to images");
    assertThat(service.requests())
        .containsExactly("POST /dead-letters/images/replay?reason=image-too-large");
  }

  @Test
  void shouldExitWithOneWhenSomeCouldNotBeReplayed() {
    service.on(
        "POST /dead-letters/images/replay",
        200,
        "{\"replayed\":1,\"notReplayedCount\":1,\"notReplayed\":[" + LETTER + "]}");
    CommandRun run = run("images", "--replay");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).contains("1 published again", "1 can't be:", "nothing newer");
    assertThat(run.err().strip())
        .isEqualTo("streamsight: 1 of the dead letters could not be replayed.");
  }

  @Test
  void shouldAskTheInferenceServiceForRefusedRequests() throws Exception {
    String requests = "dead-letters/classification-requests";
    try (var inference = new PlayedService()) {
      inference
          .on("GET /" + requests, 200, LETTERS)
          .on("POST /" + requests + "/replay", 200, "{\"replayed\":2,\"notReplayed\":[]}");
      assertThat(run("classification-requests", "--inference-url", inference.url()).exitCode())
          .isZero();
      CommandRun replay =
          run("classification-requests", "--replay", "--inference-url", inference.url());
      assertThat(replay.out().strip()).isEqualTo("2 published again to classification-requests");
      assertThat(inference.requests())
          .containsExactly("GET /" + requests + "?limit=1000", "POST /" + requests + "/replay");
    }
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void shouldDismissRefusedRequests() throws Exception {
    try (var inference = new PlayedService()) {
      inference.on("POST /dead-letters/classification-requests/dismiss", 200, "{\"dismissed\":3}");
      CommandRun run =
          run(
              "classification-requests",
              "--dismiss",
              "--reason",
              "image-corrupt",
              "--by",
              "ann lee",
              "--inference-url",
              inference.url());
      assertThat(run.exitCode()).isZero();
      assertThat(run.out().strip()).isEqualTo("3 dismissed");
      assertThat(inference.requests())
          .containsExactly(
              "POST /dead-letters/classification-requests/dismiss?reason=image-corrupt&by=ann%20lee");
    }
  }

  @Test
  void shouldSayHowImagesAndAssignmentsAreSettled() {
    assertThat(run("images", "--dismiss"))
        .returns(2, CommandRun::exitCode)
        .satisfies(run -> assertThat(run.err()).contains("publish an intact image, or erase it"));
    assertThat(run("image-splits", "--dismiss"))
        .returns(2, CommandRun::exitCode)
        .satisfies(run -> assertThat(run.err()).contains("publish an assignment that is right"));
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void shouldDoOneThingAtATime() {
    String requests = "classification-requests";
    assertThat(run(requests, "--dismiss", "--replay").err()).contains("one or the other");
    assertThat(run(requests, "--dismiss", "--all").err()).contains("only open letters are settled");
    assertThat(run("images", "--replay", "--all").err()).contains("only open letters are settled");
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void shouldPassOnThatThereIsNoSuchReason() {
    service.on(
        "GET /dead-letters/images",
        400,
        "{\"type\":\"urn:streamsight:event-invalid\",\"title\":\"Correct it.\",\"detail\":\"There is no reason 'typo', but image-truncated\"}");
    CommandRun run = run("images", "--reason", "typo");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().strip())
        .isEqualTo(
            "streamsight: There is no reason 'typo', but image-truncated."
                + " See streamsight dead-letters --help");
  }

  @Test
  void shouldKnowThreeTopicsOnly() {
    CommandRun run = run("models");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("topic models is none of images, image-splits, classification-requests");
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void shouldSayWhereRefusedTrainingRequestsAre() {
    CommandRun run = run("training-requests", "--replay", "--dismiss");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("topic training-requests is none of images, ", "at training-requests-dlq");
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void shouldSayHowTheOriginalOfALetterIsSeen() {
    assertThat(run("--help").out())
        .contains("kcat -b localhost:9092 -C -t TOPIC -p P -o O -c 1 -f %s > FILE");
  }

  private CommandRun run(String... arguments) {
    var all = new String[arguments.length + 3];
    all[0] = "dead-letters";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--ingest-url";
    all[all.length - 1] = service.url();
    return CommandRun.of(all);
  }
}

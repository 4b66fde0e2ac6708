package io.streamsight.cli.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.cli.CommandRun;
import io.streamsight.cli.PlayedService;
import io.streamsight.contract.event.Json;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatasetCommandTest {
  private static final String PETS =
      "{\"dataset\":\"pets\",\"splits\":{\"validation\":{\"cat\":1},\"test\":{\"dog\":3},"
          + "\"train\":{\"dog\":8,\"cat\":7}},\"images\":19,\"missing\":1,\"refused\":2,"
          + "\"digest\":\"d1\",\"bytes\":1234567,\"width\":{\"min\":32,\"median\":180,\"max\":640},"
          + "\"formats\":{\"JPEG\":19},\"duplicates\":2,\"duplicatesAcrossSplits\":1,"
          + "\"conflictingLabels\":0,\"misplaced\":0,\"withdrawn\":4,\"unassigned\":5,"
          + "\"indexOffsets\":{\"0\":17},\"splitsOffsets\":{\"0\":9},\"unknownToThisVersion\":true}";

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
  void shouldShowAReport() {
    service.on("GET /datasets/pets", 200, PETS);
    CommandRun run = run("pets");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsSubsequence(
            "split       label  images",
            "train       cat    7",
            "train       dog    8",
            "validation  cat    1",
            "test        dog    3")
        .contains(
            "bytes                     1.2 MB",
            "width                     32 to 640, median 180",
            "JPEG                      19",
            "duplicates across splits  1",
            "withdrawn                 4",
            "digest                    d1",
            "What is missing was never published, or the indexer has not come to it yet.")
        .endsWith("List them with ./streamsight dataset pets --findings KIND");
  }

  @Test
  void shouldShowWhatAnOlderServiceTells() {
    service.on(
        "GET /datasets/pets",
        200,
        "{\"dataset\":\"pets\",\"splits\":{},\"images\":0,\"missing\":0,\"refused\":0}");
    CommandRun run = run("pets");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("images")
        .doesNotContain("digest", "null", "--findings", "What is missing");
  }

  @Test
  void shouldListAllDataSetsWithoutAName() {
    service.on("GET /datasets", 200, "[" + PETS + "]");
    assertThat(run().out().lines())
        .containsExactly(
            "data set  images  train  validation  test  labels  missing  refused",
            "pets      19      15     1           3     2       1        2");
  }

  @Test
  void shouldSayThatThereIsNoDataSetYet() {
    service.on("GET /datasets", 200, "[]");
    CommandRun run = run();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("There is no data set yet");
  }

  @Test
  void shouldPrintTheAnswerAsItIsWhereJsonIsAskedFor() throws Exception {
    service.on("GET /datasets/pets", 200, PETS);
    CommandRun run = run("pets", "--json");
    assertThat(Json.MAPPER.readTree(run.out())).isEqualTo(Json.MAPPER.readTree(PETS));
  }

  @Test
  void shouldAskForADataSetAsOfOffsets() {
    service.on("GET /datasets/pets", 200, PETS);
    run("pets", "--index-offsets", "{\"0\":17}", "--splits-offsets", "{\"0\":9}");
    assertThat(service.requests())
        .containsExactly(
            "GET /datasets/pets?indexOffsets=%7B%220%22%3A17%7D&splitsOffsets=%7B%220%22%3A9%7D");
  }

  @Test
  void shouldRefuseOffsetsThatAreNone() {
    CommandRun run = run("pets", "--index-offsets", "17", "--splits-offsets", "{}");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--index-offsets 17 is not JSON of the form");
    assertThat(run("pets", "--index-offsets", "{}").err()).contains("come together");
    assertThat(run("--findings", "missing").err()).contains("need the NAME of a data set");
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void shouldListAllPagesOfFindings() {
    service.on(
        "GET /datasets/pets/findings",
        exchange -> {
          boolean first = exchange.getRequestURI().getQuery().contains("offset=0");
          int from = first ? 0 : 1_000;
          String page =
              IntStream.range(from, first ? 1_000 : 1_010)
                  .mapToObj(
                      i ->
                          "{\"imageId\":\"cat.%d\",\"split\":\"train\",\"label\":\"cat\",\"reason\":\"image-truncated\"}"
                              .formatted(i))
                  .collect(
                      Collectors.joining(
                          ",",
                          "{\"indexOffsets\":{\"0\":7},\"splitsOffsets\":{},\"findings\":[",
                          "]}"));
          PlayedService.answer(exchange, 200, page);
        });
    assertThat(run("pets", "--findings", "refused").out().lines())
        .hasSize(1_010)
        .startsWith("cat.0  train  cat  image-truncated")
        .endsWith("cat.1009  train  cat  image-truncated");
    assertThat(service.requests())
        .containsExactly(
            "GET /datasets/pets/findings?kind=refused&offset=0&limit=1000",
            "GET /datasets/pets/findings?kind=refused&offset=1000&limit=1000"
                + "&indexOffsets=%7B%220%22%3A7%7D&splitsOffsets=%7B%7D");
  }

  @Test
  void shouldListTheMembersOfAGroupOfCopies() {
    service.on(
        "GET /datasets/pets/findings",
        200,
        "{\"findings\":[{\"contentHash\":\"ab12\",\"images\":[{\"imageId\":\"a\",\"split\":\"train\",\"label\":\"cat\"},"
            + "{\"imageId\":\"b\",\"split\":\"test\",\"label\":\"cat\"}]}]}");
    assertThat(run("pets", "--findings", "duplicates").out().lines())
        .containsExactly("ab12", "  a  train  cat", "  b  test  cat");
  }

  private CommandRun run(String... arguments) {
    var all = new String[arguments.length + 3];
    all[0] = "dataset";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--ingest-url";
    all[all.length - 1] = service.url();
    return CommandRun.of(all);
  }
}

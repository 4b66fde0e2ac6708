package io.streamsight.cli.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.CommandRun;
import io.streamsight.cli.PlayedService;
import io.streamsight.contract.event.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CorrectionCommandsTest {
  private static final String UNKNOWN =
      "{\"type\":\"urn:streamsight:image-unknown\",\"title\":\"Name an image that is there.\",\"detail\":\"no b\"}";

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
  void shouldRelabelOneAfterTheOtherAndGoOnAfterAFailure() {
    String answer =
        "{\"imageId\":\"x\",\"split\":\"test\",\"label\":\"dog\",\"topic\":\"image-splits\",\"partition\":2,\"offset\":7}";
    service
        .on("PATCH /datasets/pets/images/*", 200, answer)
        .on("PATCH /datasets/pets/images/b", 404, UNKNOWN);
    CommandRun run =
        run("relabel", "pets", "cat/1.jpg", "b", "c", "--label", "dog", "--split", "test");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out().lines())
        .containsExactly("cat/1.jpg  test/dog  image-splits 2@7", "c  test/dog  image-splits 2@7");
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("streamsight: b: no b. Name an image that is there. (ingest service, PATCH /")
        .endsWith(": status 404)");
    assertThat(service.requests())
        .contains("PATCH /datasets/pets/images/cat%2F1.jpg {\"split\":\"test\",\"label\":\"dog\"}");
  }

  @Test
  void shouldSendOnlyWhatChanges() {
    service.on("PATCH /datasets/pets/images/a", 200, "{\"split\":\"train\",\"label\":\"dog\"}");
    assertThat(run("relabel", "pets", "a", "--label", "dog").out().strip())
        .isEqualTo("a  train/dog");
    assertThat(service.requests())
        .containsExactly("PATCH /datasets/pets/images/a {\"label\":\"dog\"}");
  }

  @Test
  void shouldRefuseToRelabelToNothing() {
    assertThat(run("relabel", "pets", "a").exitCode()).isEqualTo(2);
    CommandRun run = run("relabel", "pets", "a", "--split", "valid");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--split 'valid' is none of train, validation, test");
    assertThat(service.requests()).isEmpty();
  }

  /** Only where no image was right: else something was done. */
  @Test
  void shouldCallItWrongUsageWhenNoImageCanHaveTheLabel() {
    String invalid =
        "{\"type\":\"urn:streamsight:event-invalid\",\"title\":\"Correct the named field.\",\"detail\":\"label '' is empty\"}";
    service.on("PATCH /datasets/pets/images/*", 400, invalid);
    CommandRun run = run("relabel", "pets", "a", "b", "--label", "");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines())
        .containsExactly(
            "streamsight: a: label '' is empty.", "streamsight: b: label '' is empty.");
    service.on("PATCH /datasets/pets/images/b", 200, "{}");
    assertThat(run("relabel", "pets", "a", "b", "--label", "").exitCode()).isEqualTo(1);
  }

  @Test
  void shouldWithdraw() {
    service
        .on(
            "DELETE /datasets/pets/images/a",
            200,
            "{\"imageId\":\"a\",\"topic\":\"image-splits\",\"partition\":2,\"offset\":7}")
        .on(
            "DELETE /datasets/pets/images/b",
            200,
            "{\"imageId\":\"b\",\"topic\":null,\"partition\":null,\"offset\":null}");
    CommandRun run = run("withdraw", "pets", "a", "b");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsExactly("a  withdrawn  image-splits 2@7", "b  withdrawn already");
  }

  @Test
  void shouldPrintOneDocumentForAllWhereJsonIsAskedFor() throws Exception {
    service
        .on("DELETE /datasets/pets/images/a", 200, "{\"imageId\":\"a\",\"offset\":3}")
        .on("DELETE /datasets/pets/images/b", 404, UNKNOWN);
    CommandRun run = run("withdraw", "pets", "a", "b", "--json");
    assertThat(run.exitCode()).isEqualTo(1);
    JsonNode document = Json.MAPPER.readTree(run.out());
    assertThat(document).hasSize(2);
    assertThat(document.get(0).get("offset").asInt()).isEqualTo(3);
    assertThat(document.get(1).get("error").asText()).contains("no b");
  }

  @Test
  void shouldNotEraseWithoutAYes() {
    CommandRun run = run("erase", "a");
    assertThat(run.exitCode()).isNotZero();
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void shouldErase() {
    service.on("DELETE /images/*", 200, "{\"imageId\":\"a/1\"}");
    CommandRun run = run("erase", "a/1", "--yes");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().strip()).isEqualTo("a/1  erased");
    assertThat(service.requests()).containsExactly("DELETE /images/a%2F1");
  }

  private CommandRun run(String... arguments) {
    var all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[all.length - 2] = "--ingest-url";
    all[all.length - 1] = service.url();
    return CommandRun.of(all);
  }
}

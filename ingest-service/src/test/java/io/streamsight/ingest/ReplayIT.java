package io.streamsight.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.streamsight.contract.Sha256;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.local.EmbeddedBroker;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that one start of the service refuses and the next one takes. */
class ReplayIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TOO_MANY_PIXELS = "image-too-many-pixels";

  @TempDir Path folder;

  @Test
  void shouldReplayImagesOnceTheLimitIsRaisedAndOverwriteNothingNewer() throws Exception {
    byte[] refused = Pictures.png(40, 30, 1);
    byte[] small = Pictures.png(8, 8, 2);
    try (var broker = EmbeddedBroker.start(folder, 0);
        var topics = new Topics(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      try (var strict =
          ServiceProcess.start(
                  broker.bootstrapServers(), Map.of("streamsight.max-image-pixels", "1000"))
              .awaitReady()) {
        topics.write("images", "waiting", refused);
        topics.write("images", "superseded", refused);
        topics.write("images", "superseded", small);
        topics.write("images", "broken", Pictures.firstHalf(Pictures.jpeg(20, 20, 3)));
        await().atMost(SOON).until(() -> topics.index("superseded").size() == 2);
        await().atMost(SOON).until(() -> !topics.index("broken").isEmpty());
        await().atMost(SOON).until(() -> !topics.index("waiting").isEmpty());

        JsonPath none = replay(strict, "?reason=" + TOO_MANY_PIXELS);
        assertThat(none.getInt("replayed")).isZero();
        assertThat(none.getList("notReplayed.key")).containsExactly("waiting");
        assertThat(none.getString("notReplayed[0].why"))
            .startsWith("would be refused again (image-too-many-pixels)");
      }

      try (var lenient = ServiceProcess.start(broker.bootstrapServers(), Map.of()).awaitReady()) {
        JsonPath before = json(lenient.send("GET", "/dead-letters/images"));
        assertThat(before.getMap("byReason"))
            .isEqualTo(Map.of(TOO_MANY_PIXELS, 1, "image-truncated", 1));

        List<JsonPath> atOnce = replayAtOnce(lenient, 3);
        assertThat(atOnce.stream().mapToInt(one -> one.getInt("replayed")).sum()).isEqualTo(1);
        assertThat(atOnce)
            .allSatisfy(
                one -> assertThat(one.getList("notReplayed.key")).containsExactly("broken"));
        assertThat(topics.read("images", "waiting")).hasSize(2);
        assertThat(replay(lenient, "?reason=" + TOO_MANY_PIXELS).getInt("replayed")).isZero();

        assertThat(topics.index("waiting"))
            .last()
            .isInstanceOfSatisfying(
                IndexRecord.Indexed.class,
                indexed -> assertThat(indexed.contentHash()).isEqualTo(Sha256.of(refused)));
        assertThat(topics.read("images", "superseded")).last().returns(small, r -> r.value());
        JsonPath closed =
            json(lenient.send("GET", "/dead-letters/images?all=true&reason=" + TOO_MANY_PIXELS));
        assertThat(closed.getList("letters.open")).containsExactly(false, false);
      }
    }
  }

  @Test
  void shouldReadMoreBytesOfLettersThanTheHeapHolds() throws Exception {
    byte[] noImage = new byte[15 << 20];
    int letters = 36; // 540 MiB, in a heap of 512
    try (var broker = EmbeddedBroker.start(folder, 0);
        var topics = new Topics(Map.of("bootstrap.servers", broker.bootstrapServers()));
        var service = ServiceProcess.start(broker.bootstrapServers(), Map.of()).awaitReady()) {
      for (int i = 0; i < letters; i++) {
        topics.write("images", "large." + i, noImage);
      }
      await()
          .atMost(SOON)
          .until(
              () ->
                  json(service.send("GET", "/dead-letters/images?limit=1"))
                          .getInt("byReason.image-unsupported-format")
                      == letters);

      assertThat(replay(service, "").getInt("notReplayedCount")).isEqualTo(letters);
      assertThat(service.status("/q/health/live")).isEqualTo(200);
    }
  }

  private static JsonPath replay(ServiceProcess service, String query) throws Exception {
    return json(service.send("POST", "/dead-letters/images/replay" + query));
  }

  private static List<JsonPath> replayAtOnce(ServiceProcess service, int count) {
    List<CompletableFuture<JsonPath>> replays = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      replays.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return replay(service, "");
                } catch (Exception e) {
                  throw new CompletionException(e);
                }
              },
              task -> new Thread(task).start()));
    }
    return replays.stream().map(CompletableFuture::join).toList();
  }

  private static JsonPath json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonPath.from(answer.body());
  }
}

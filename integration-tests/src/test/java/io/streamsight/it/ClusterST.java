package io.streamsight.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.streamsight.cli.ModelSummary;
import io.streamsight.cli.ServedModel;
import io.streamsight.cli.ServiceUrls;
import io.streamsight.cli.StreamsightClient;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.local.pictures.DrawnPictures;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.containers.GenericContainer;

/** The whole loop on the services' images, each of them and the broker killed in mid-work. */
@EnabledIf("io.streamsight.it.Docker#isReady")
class ClusterST {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final DrawnPictures PICTURES = new DrawnPictures(5);
  private static final int IMAGES = 120;
  private static final String DATASET = "drawn";
  private static final String MODEL = "pets";

  /** So that others take over within seconds of a kill. */
  private static final Map<String, String> SHORT_SESSION =
      Map.of("KAFKA_SESSION_TIMEOUT_MS", "6000", "KAFKA_HEARTBEAT_INTERVAL_MS", "1000");

  private Cluster cluster;
  private StreamsightClient client;

  @Test
  void shouldLoseAndRepeatNothingThoughEveryContainerIsKilledInMidWork() throws Exception {
    try (Cluster opened = new Cluster()) {
      cluster = opened;
      var ingest = cluster.start("ingest", SHORT_SESSION);
      var trainer =
          cluster.start(
              "trainer",
              Map.of(
                  "STREAMSIGHT_TRAINER_LEASE_LIFETIME", "15s",
                  "STREAMSIGHT_TRAINER_LEASE_RENEWAL", "5s"));
      var inference = List.of(startInference(), startInference());
      client = clientOf(ingest, trainer, inference.get(0));

      publish(() -> cluster.kill(ingest));
      assertThat(train(1, () -> cluster.kill(trainer))).isEqualTo(1);
      assertThat(train(2, () -> {})).isEqualTo(2);
      int champion = championAfter(2);
      awaitServed(inference, champion);

      try (ClusterLoad load = new ClusterLoad(cluster.brokers())) {
        load.awaitAnswers(50);
        cluster.kill(inference.get(0));
        load.awaitMore();
        promote(trainer, 3 - champion);
        awaitServed(inference, 3 - champion);
        load.awaitMore();
        cluster.kill(cluster.kafka());
        load.awaitMore();
        cluster.kill(trainer);
        cluster.kill(ingest);
        cluster.replace(inference.get(1));
        load.awaitMore();
        load.stop();
        load.outcomes().forEach((key, count) -> assertThat(count).as(key).isEqualTo(1));
      }
      await()
          .atMost(LONG)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(client.dataset(DATASET).images()).isEqualTo(IMAGES));
      await()
          .atMost(LONG)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(client.model(MODEL).versions()).hasSize(2));
    }
  }

  private GenericContainer<?> startInference() throws Exception {
    var environment = new HashMap<>(SHORT_SESSION);
    environment.put("STREAMSIGHT_INFERENCE_DELIVERY", "exactly-once");
    return cluster.start("inference", environment);
  }

  private static StreamsightClient clientOf(
      GenericContainer<?> ingest, GenericContainer<?> trainer, GenericContainer<?> inference) {
    return new StreamsightClient(
        new ServiceUrls(Cluster.url(ingest), Cluster.url(trainer), Cluster.url(inference)));
  }

  private void publish(Runnable inMidWork) throws Exception {
    AtomicInteger published = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      IntStream.range(0, IMAGES).forEach(i -> all.add(threads.submit(() -> publish(i, published))));
      await().atMost(LONG).until(() -> published.get() > IMAGES / 3);
      inMidWork.run();
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(client.dataset(DATASET).images()).isEqualTo(IMAGES));
    assertThat(client.dataset(DATASET).refused()).isZero();
    assertThat(client.dataset(DATASET).images("train")).isEqualTo(IMAGES * 6 / 10);
  }

  /** Until it is taken: what is unchanged is not published again. */
  private void publish(int number, AtomicInteger published) {
    String label = PICTURES.labels().get(number % 2);
    String split = List.of("train", "train", "train", "validation", "test").get(number / 2 % 5);
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(
            () ->
                client.publish(label + number, DATASET, split, label, PICTURES.jpeg(label, number)),
            taken -> true);
    published.incrementAndGet();
  }

  /**
   * @return the version that the run became
   */
  private int train(long seed, Runnable inMidWork) throws Exception {
    int epochs = 40;
    var request =
        TrainingRequest.of(MODEL, DATASET)
            .withRecipe("quick", null)
            .withScale(48, epochs, 16)
            .withSeed(seed);
    String run = client.training().request(request, "cluster test");
    await().atMost(LONG).ignoreExceptions().until(() -> client.training().epochs(run).size() >= 3);
    inMidWork.run();
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(() -> client.training().run(run).endedAt() != null);
    assertThat(client.training().epochs(run)).as("each epoch once").hasSize(epochs);
    return client.training().run(run).requireSuccess().version();
  }

  /** Where the gate lets it, champion moves a moment after the run has ended. */
  private int championAfter(int newest) throws InterruptedException {
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .until(
            () -> {
              ModelSummary model = client.model(MODEL);
              return !model.version(newest).orElseThrow().verdict().promote()
                  || model.champion() == newest;
            });
    return client.model(MODEL).champion();
  }

  private void promote(GenericContainer<?> trainer, int version) throws Exception {
    URI champion = Cluster.url(trainer).resolve("/models/" + MODEL + "/aliases/champion");
    String body = "{\"version\":%d,\"reason\":\"a swap under load\",\"by\":\"test\"}";
    var answer =
        cluster.send(
            HttpRequest.newBuilder(champion)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body.formatted(version), UTF_8)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /** Asks each replica, which answers for itself alone. */
  private void awaitServed(List<GenericContainer<?>> replicas, int version) {
    for (GenericContainer<?> replica : replicas) {
      var one = clientOf(replica, replica, replica);
      await()
          .atMost(LONG)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(one.served())
                      .extracting(ServedModel::version)
                      .containsExactly(version));
    }
  }
}

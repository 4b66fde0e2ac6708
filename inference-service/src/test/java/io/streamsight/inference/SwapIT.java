package io.streamsight.inference;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.streamsight.inference.Fixtures.FIRST;
import static io.streamsight.inference.Fixtures.SECOND;
import static io.streamsight.inference.Fixtures.jpeg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.serving.ServingEvent;
import io.streamsight.contract.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What swaps leave behind, and what is told of them. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwapIT {
  private static final int SWAPS = 200;

  private Installation installation;

  @BeforeAll
  void connect() {
    installation =
        new Installation(
            ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
  }

  @AfterAll
  void disconnect() {
    installation.close();
  }

  @Test
  void shouldLeaveNoSessionNoThreadAndNoSeriesBehind() {
    installation.serve("often", FIRST);
    installation.repeat("often", SECOND, SWAPS);
    double sessions = sessions();
    List<String> threads = threads();
    for (int version = 2; version < 2 + SWAPS; version++) {
      int to = version;
      installation.champion("often", to - 1, to);
      await()
          .atMost(Installation.PATIENCE)
          .until(() -> Integer.valueOf(to).equals(Installation.servedVersion("often")));
      given()
          .queryParam("model", "often")
          .body(jpeg(1))
          .post("/classify")
          .then()
          .statusCode(200)
          .body("version", equalTo(to));
    }
    await().atMost(Installation.PATIENCE).until(() -> sessions() == sessions);
    assertThat(threads()).as("threads of the loader and of runs").isEqualTo(threads);
    // Over HTTP nothing waits in a queue: three of the four.
    Pattern series =
        Pattern.compile(
            "(?m)^streamsight_(images_total|\\w+_seconds_count)\\{model=\"often\",version=\"(\\d+)\"");
    assertThat(series.matcher(get("/q/metrics").asString()).results().map(m -> m.group(2)))
        .hasSize(3)
        .containsOnly(String.valueOf(1 + SWAPS));
  }

  private static double sessions() {
    Matcher gauge =
        Pattern.compile("(?m)^streamsight_model_sessions(?:\\{.*})? (\\S+)$")
            .matcher(get("/q/metrics").asString());
    assertThat(gauge.find()).isTrue();
    return Double.parseDouble(gauge.group(1));
  }

  private static List<String> threads() {
    List<String> names = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().matches("(classifier|batch|model|onnx|classification|tail).*")) {
        names.add(thread.getName());
      }
    }
    names.sort(null);
    return names;
  }

  @Test
  void shouldShowARefusalOnlyWhileItsVersionIsChampion() {
    installation.serve("turned", FIRST);
    installation.publish("turned", SECOND, "0".repeat(64), 0);
    installation.champion("turned", 1, 2);
    String refused =
        "streamsight_model_refused{model=\"turned\",reason=\"model-checksum\",version=\"2\"} 1.0";
    await()
        .atMost(Installation.PATIENCE)
        .until(() -> get("/q/metrics").asString().contains(refused));
    assertThat(get("/q/health/ready").asString()).contains("refused.turned");

    installation.champion("turned", 2, 1);

    await()
        .atMost(Installation.PATIENCE)
        .until(() -> !get("/q/metrics").asString().contains(refused));
    assertThat(get("/q/health/ready").asString()).doesNotContain("refused.turned");
  }

  @Test
  void shouldTellWhatIsServedAndRefusedAndDropped() {
    installation.serve("told", FIRST);
    installation.publish("told", SECOND, "0".repeat(64), 0);
    installation.champion("told", 1, 2);
    await().atMost(Installation.PATIENCE).until(() -> events("told").size() == 2);
    installation.champion("told", 2, null);
    await().atMost(Installation.PATIENCE).until(() -> events("told").size() == 3);

    List<ServingEvent> events = events("told");
    ServingEvent served = events.get(0);
    assertThat(served.kind()).isEqualTo(ServingEvent.Kind.SERVED);
    assertThat(served.version()).isEqualTo(1);
    assertThat(served.before()).isNull();
    assertThat(served.device()).isEqualTo("cpu");
    assertThat(served.loadMs()).isPositive();
    ServingEvent refused = events.get(1);
    assertThat(refused.kind()).isEqualTo(ServingEvent.Kind.REFUSED);
    assertThat(refused.version()).isEqualTo(2);
    assertThat(refused.before()).isEqualTo(1);
    assertThat(refused.reason()).isEqualTo("model-checksum");
    assertThat(refused.detail()).contains("SHA-256");
    ServingEvent dropped = events.get(2);
    assertThat(dropped.kind()).isEqualTo(ServingEvent.Kind.DROPPED);
    assertThat(dropped.version()).isEqualTo(1);
    assertThat(dropped.replica()).isEqualTo(served.replica());
  }

  private List<ServingEvent> events(String model) {
    return installation.read(Topic.SERVING_EVENTS, model).stream()
        .map(record -> Json.read(record.value(), ServingEvent.class))
        .toList();
  }
}

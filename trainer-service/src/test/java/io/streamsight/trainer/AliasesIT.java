package io.streamsight.trainer;

import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static io.streamsight.trainer.DecidedModels.decided;
import static io.streamsight.trainer.DecidedModels.promote;
import static io.streamsight.trainer.DecidedModels.retire;
import static io.streamsight.trainer.DecidedModels.rollBack;
import static io.streamsight.trainer.DecidedModels.send;
import static io.streamsight.trainer.DecidedModels.threeVersions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decisions about a model of three versions: each test has one of its own. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class AliasesIT {
  @Inject IngestedImages images;

  @BeforeEach
  void publishOnce() throws Exception {
    DecidedModels.publishOnce(images);
  }

  @Test
  void shouldPromoteAndRollBackStepByStepAndTellAllOfIt() {
    threeVersions("moved-on");
    promote("moved-on", "champion", Map.of("version", 2)).body("before", equalTo(1));
    promote("moved-on", "champion", Map.of("version", 3)).body("before", equalTo(2));
    promote("moved-on", "candidate", Map.of("version", 2)).body("before", nullValue());

    rollBack("moved-on").statusCode(200).body("version", equalTo(2)).body("before", equalTo(1));
    rollBack("moved-on").statusCode(200).body("version", equalTo(1));
    given()
        .queryParam("reason", "tried")
        .queryParam("by", "ann")
        .delete("/models/moved-on/aliases/candidate")
        .then()
        .statusCode(200)
        .body("version", nullValue());

    when().get("/models/moved-on").then().body("aliases", equalTo(Map.of("champion", 1)));
    String path = "findAll { it.alias == 'champion' && it.by == '%s' }";
    when()
        .get("/models/moved-on/history")
        .then()
        .body(path.formatted("bob") + ".from", contains(3, 2))
        .body(path.formatted("bob") + ".to", contains(2, 1))
        .body(path.formatted("bob") + ".rollback", contains(true, true))
        .body("findAll { it.by != 'bob' }.rollback", everyItem(nullValue()))
        .body(path.formatted("bob") + ".reason", everyItem(equalTo("too many cats")))
        .body("findAll { it.proposal == 'candidate-published' }.version", contains(1, 2, 3))
        .body("findAll { it.alias == 'candidate' }.to", contains(2, null))
        .body("at", everyItem(notNullValue()))
        .body("findAll { it.ignored != null }", empty());
  }

  @Test
  void shouldTellTheSecondOfTwoWhoMoveAnAliasThatItPointsElsewhere() {
    threeVersions("contested");
    promote("contested", "champion", Map.of("version", 2, "from", 1)).statusCode(200);
    promote("contested", "champion", Map.of("version", 3, "from", 1))
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:streamsight:conflict"))
        .body("detail", equalTo("champion of contested points to version 2, not to version 1"));
    when().get("/models/contested").then().body("aliases.champion", equalTo(2));
    // Asked for twice is asked for once, also by who has not heard of the first answer.
    promote("contested", "champion", Map.of("version", 2)).statusCode(200);
    promote("contested", "champion", Map.of("version", 2, "from", 1))
        .statusCode(200)
        .body("from", equalTo(2))
        .body("version", equalTo(2));
    when()
        .get("/models/contested/history")
        .then()
        .body("findAll { it.to == 2 && it.by == 'ann' }", hasSize(1))
        .body("findAll { it.to == 3 && it.by == 'ann' }.ignored", contains(notNullValue()));
  }

  @Test
  void shouldNotRetireWhatIsServedNorServeWhatIsRetired() {
    threeVersions("retired");
    retire("retired", 1)
        .statusCode(409)
        .body("detail", containsString("champion points to version 1"));
    promote("retired", "champion", Map.of("version", 3)).statusCode(200);
    retire("retired", 1)
        .statusCode(200)
        .body("retired", equalTo(true))
        .body("changed", equalTo(true));
    retire("retired", 1).statusCode(200).body("changed", equalTo(false));
    when()
        .get("/models/retired/versions/1")
        .then()
        .body("retirement.by", equalTo("ann"))
        .body("retirement.reason", equalTo("wrong labels"))
        .body("retirement.at", notNullValue());
    when()
        .get("/models/retired")
        .then()
        .body("versions.findAll { it.version == 1 }.retirement.reason", contains("wrong labels"));
    promote("retired", "champion", Map.of("version", 1))
        .statusCode(409)
        .body("detail", equalTo("version 1 of retired is retired"));
  }

  /** It was refused: promoting the version before counted as a step back. */
  @Test
  void shouldRollBackAPromotionToTheVersionBeforeThatWasAMistake() {
    threeVersions("mistaken");
    promote("mistaken", "champion", Map.of("version", 2)).statusCode(200);
    promote("mistaken", "champion", Map.of("version", 1)).body("before", equalTo(2));
    rollBack("mistaken").statusCode(200).body("version", equalTo(2)).body("before", equalTo(1));
    rollBack("mistaken").statusCode(200).body("version", equalTo(1));
  }

  @Test
  void shouldTakeTheSameRequestManyTimesAtOnce() throws Exception {
    decided("hurried", 1);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 1; round <= 5; round++) {
        String alias = "round-" + round;
        Callable<Integer> put =
            () -> promote("hurried", alias, Map.of("version", 1)).extract().response().statusCode();
        for (Future<Integer> answer : threads.invokeAll(Collections.nCopies(8, put))) {
          assertThat(answer.get()).isEqualTo(200);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldRollBackOnceThoughItIsAskedForTwice() {
    threeVersions("impatient");
    promote("impatient", "champion", Map.of("version", 2)).statusCode(200);
    promote("impatient", "champion", Map.of("version", 3)).statusCode(200);
    Map<String, Object> body = Map.of("reason", "too many cats", "by", "bob", "from", 3);
    String path = "/models/impatient/aliases/champion/rollback";
    send("POST", path, body)
        .statusCode(200)
        .body("from", equalTo(3))
        .body("version", equalTo(2))
        .body("before", equalTo(1));
    send("POST", path, body)
        .statusCode(409)
        .body("detail", equalTo("champion of impatient points to version 2, not to version 3"));
    rollBack("impatient").statusCode(200).body("version", equalTo(1));
    when().get("/models/impatient/aliases/champion").then().body("version", equalTo(1));
  }

  @Test
  void shouldRemoveChampionAndNotServeAgainUntilSomebodySaysSo() {
    decided("removed", 1);
    given()
        .queryParam("reason", "off")
        .queryParam("by", "ann")
        .queryParam("from", 1)
        .delete("/models/removed/aliases/champion")
        .then()
        .statusCode(200)
        .body("from", equalTo(1))
        .body("version", nullValue())
        .body("before", equalTo(1));
    decided("removed", 2);
    when()
        .get("/models/removed")
        .then()
        .body("versions[1].verdict.promote", equalTo(false))
        .body("versions[1].verdict.why", containsString("removed"))
        .body("aliases.champion", nullValue());
    rollBack("removed").statusCode(200).body("version", equalTo(1));
    rollBack("removed")
        .statusCode(409)
        .body("detail", containsString("nothing to roll champion of removed back to"));
  }
}

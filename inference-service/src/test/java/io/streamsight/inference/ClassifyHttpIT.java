package io.streamsight.inference;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.streamsight.inference.Fixtures.FIRST;
import static io.streamsight.inference.Fixtures.jpeg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client over HTTP meets. Named so that it runs after {@link ClassificationIT}. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class ClassifyHttpIT {
  private static final String MODEL = "posted";

  @TestHTTPResource("/")
  URL service;

  @BeforeEach
  void serve() {
    String servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    try (Installation installation = new Installation(servers)) {
      installation.serve(MODEL, FIRST);
    }
  }

  private static Response classify(byte[] body) {
    return given()
        .contentType("image/jpeg")
        .queryParam("model", MODEL)
        .body(body)
        .post("/classify");
  }

  @Test
  void shouldRefuseAnEmptyBody() {
    classify(new byte[0])
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:streamsight:image-empty"));
    given()
        .queryParam("model", MODEL)
        .post("/classify")
        .then()
        .statusCode(422)
        .body("type", equalTo("urn:streamsight:image-empty"));
  }

  @Test
  void shouldAnswerProblemsForWhatIsNotThere() {
    get("/classify").then().statusCode(405).contentType("application/problem+json");
    get("/nowhere").then().statusCode(404).contentType("application/problem+json");
  }

  @Test
  void shouldSayHowToSendAnImage() {
    given()
        .multiPart("image", "rex.jpg", jpeg(3), "image/jpeg")
        .post("/classify?model=" + MODEL)
        .then()
        .statusCode(415)
        .body("type", equalTo("urn:streamsight:image-unsupported-format"))
        .body("detail", containsString("It is a form: send the image itself"))
        .body("detail", containsString("curl --data-binary @FILE"));
    classify("GIF89a".getBytes(StandardCharsets.US_ASCII))
        .then()
        .statusCode(415)
        .body("detail", not(containsString("curl")));
    given()
        .body(new byte[4 << 20])
        .put("/classify?model=" + MODEL)
        .then()
        .statusCode(405)
        .contentType("application/problem+json")
        .body("title", equalTo("Method Not Allowed"))
        .body("detail", containsString("curl --data-binary @FILE"));
    classify(jpeg(3)).then().statusCode(200);
  }

  @Test
  void shouldNameAParameterThatIsEmptyOrWrong() throws Exception {
    for (String query : List.of("model=", "model", "model=%20", "map=", "map=yes", "map=TRUE")) {
      // Not by REST Assured, which leaves empty parameters out.
      HttpResponse<String> response = post("/classify?" + query);
      assertThat(response.statusCode()).as(query).isEqualTo(400);
      assertThat(response.body())
          .contains("\"detail\":\"%s ".formatted(query.replaceAll("=.*", "")));
    }
    HttpResponse<String> unknown = post("/classify?mdoel=m");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(unknown.body()).contains("'mdoel' is no parameter here: [map, model]");
    HttpResponse<String> twice = post("/classify?map=true&map=true");
    assertThat(twice.statusCode()).isEqualTo(400);
    assertThat(twice.body()).contains("map is given twice");
    HttpResponse<String> right = post("/classify?map=true&model=" + MODEL);
    assertThat(right.statusCode()).isEqualTo(200);
    assertThat(right.body()).contains("\"activationMap\":{");
  }

  private HttpResponse<String> post(String pathAndQuery) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(new URL(service, pathAndQuery).toURI())
                .POST(BodyPublishers.ofByteArray(jpeg(3)))
                .build(),
            BodyHandlers.ofString());
  }

  /** Most clients do, and lose the answer if the connection is closed before. */
  @Test
  @Timeout(120)
  void shouldAnswerAClientThatSendsAllBeforeItLooks() throws Exception {
    assertThat(statusAfterSendingAll("/classify?mdoel=m")).isEqualTo(400);
    assertThat(statusAfterSendingAll("/classify?map=yes")).isEqualTo(400);
    assertThat(statusAfterSendingAll("/v2/models/%s/infer".formatted(MODEL))).isEqualTo(400);
    assertThat(statusAfterSendingAll("/v2/models/nobody/infer")).isEqualTo(404);
    assertThat(statusAfterSendingAll("/nothing")).isEqualTo(404);
    assertThat(statusAfterSendingAll("/models")).isEqualTo(405);
  }

  private int statusAfterSendingAll(String path) throws Exception {
    var connection = (HttpURLConnection) new URL(service, path).openConnection();
    // More than sockets buffer, less than the limit.
    byte[] body = new byte[12 << 20];
    connection.setDoOutput(true);
    connection.setReadTimeout(20_000);
    connection.setRequestProperty("Content-Type", "application/octet-stream");
    connection.setFixedLengthStreamingMode(body.length);
    connection.getOutputStream().write(body);
    return connection.getResponseCode();
  }

  @Test
  void shouldNotSpeakOfHeadersOfRecords() {
    given()
        .body(jpeg(3))
        .post("/classify?model=nobody")
        .then()
        .statusCode(404)
        .body("title", containsString("in the parameter 'model'"));
  }

  /** A header is enough to refuse it: nothing else of the picture is there. */
  @Test
  void shouldRefuseTooManyPixels() {
    byte[] image = jpeg(3).clone();
    int frame = 0;
    while ((image[frame] & 0xFF) != 0xFF || (image[frame + 1] & 0xFF) != 0xC0) {
      frame++;
    }
    Arrays.fill(image, frame + 5, frame + 9, (byte) 0x7F);
    classify(image)
        .then()
        .statusCode(413)
        .body("type", equalTo("urn:streamsight:image-too-many-pixels"))
        .body("detail", containsString("32639 x 32639 pixels"));
  }

  @Test
  void shouldDescribeItselfWithTheBodiesOfItsErrors() {
    given()
        .queryParam("format", "json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body(
            "paths.keySet()",
            hasItems(
                "/classify",
                "/models",
                "/v2",
                "/v2/health/live",
                "/v2/health/ready",
                "/v2/models/{name}",
                "/v2/models/{name}/infer",
                "/v2/models/{name}/ready",
                "/v2/models/{name}/versions/{version}",
                "/v2/models/{name}/versions/{version}/infer",
                "/v2/models/{name}/versions/{version}/ready"))
        .body(
            "paths.'/classify'.post.responses.'429'.content.'application/problem+json'.schema.'$ref'",
            equalTo("#/components/schemas/Problem"))
        .body(
            "paths.'/v2/models/{name}/infer'.post.responses.'400'.content.'application/json'"
                + ".schema.'$ref'",
            equalTo("#/components/schemas/ProtocolError"))
        .body("paths.'/classify'.post.parameters.name", containsInAnyOrder("model", "map"))
        .body("components.schemas.Problem.properties.keySet()", hasItems("type", "detail"))
        .body("paths.'/classifications/events'.get.parameters.name", equalTo(List.of("model")))
        .body("components.schemas.Classification.properties.keySet()", hasItems("activationMap"))
        .body(
            "components.schemas.InferenceRequest.properties.keySet()",
            hasItems("id", "parameters", "inputs", "outputs"));
  }
}

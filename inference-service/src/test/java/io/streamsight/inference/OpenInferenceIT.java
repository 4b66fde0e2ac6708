package io.streamsight.inference;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.streamsight.inference.Fixtures.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.streamsight.contract.model.SelfTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The Open Inference Protocol, request by request. Named so that it runs after {@link
 * ClassificationIT}.
 */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class OpenInferenceIT {
  private static final String MODEL = "protocol";
  private static final String PATH = "/v2/models/" + MODEL;
  private static final int SIZE = 32;
  private static final int NUMBERS = SIZE * SIZE * 3;

  /** What the file says that its first, second and third picture score as a dog. */
  private static final List<Float> DOG = List.of(0.6947595f, 0.8876103f, 0.79899216f);

  @TestHTTPResource("/")
  URI service;

  @BeforeEach
  void serve() {
    String servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    try (Installation installation = new Installation(servers)) {
      installation.serve(MODEL, FIRST);
    }
  }

  private static byte[] picture(int number) {
    byte[] pixels = new byte[NUMBERS];
    SelfTest.draw(number, SIZE, SIZE, ByteBuffer.wrap(pixels));
    return pixels;
  }

  private static String flat(byte[] pixels, int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(i -> String.valueOf(pixels[i] & 0xff))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String flat(int number) {
    return flat(picture(number), 0, NUMBERS);
  }

  private static String nested(int number) {
    byte[] pixels = picture(number);
    return IntStream.range(0, SIZE)
        .mapToObj(
            y ->
                IntStream.range(0, SIZE)
                    .mapToObj(x -> flat(pixels, (y * SIZE + x) * 3, 3))
                    .collect(Collectors.joining(",", "[", "]")))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String input(String shape, String datatype, String data) {
    return "{\"name\":\"image\",\"shape\":%s,\"datatype\":\"%s\",\"data\":%s}"
        .formatted(shape, datatype, data);
  }

  private static String request(String input) {
    return "{\"inputs\":[%s]}".formatted(input);
  }

  private static String image() {
    return input("[1,32,32,3]", "UINT8", flat(0));
  }

  private static ValidatableResponse infer(String path, String body) {
    return given().contentType("application/json").body(body).post(path + "/infer").then();
  }

  private static JsonPath answer(String body) {
    return infer(PATH, body).statusCode(200).contentType("application/json").extract().jsonPath();
  }

  private static void assertRefused(int status, String error, String body) {
    infer(PATH, body)
        .statusCode(status)
        .contentType("application/json")
        .body("error", containsString(error))
        .body("size()", equalTo(1));
  }

  private static void assertDogs(List<Float> scores, List<Float> dogs) {
    assertThat(scores).hasSize(2 * dogs.size());
    for (int i = 0; i < dogs.size(); i++) {
      assertThat(scores.get(2 * i + 1)).isCloseTo(dogs.get(i), offset(SelfTest.TOLERANCE));
      assertThat(scores.get(2 * i)).isCloseTo(1 - dogs.get(i), offset(SelfTest.TOLERANCE));
    }
  }

  @Test
  void shouldDescribeTheServer() {
    get("/v2")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("name", equalTo("streamsight"))
        .body("version", not(equalTo("")))
        .body("extensions", equalTo(List.of()));
    get("/v2/health/live").then().statusCode(200).body("live", equalTo(true));
    get("/v2/health/ready").then().statusCode(200).body("ready", equalTo(true));
  }

  @Test
  void shouldDescribeTheModelAndItsVersion() {
    for (String path : List.of(PATH, PATH + "/versions/1")) {
      JsonPath model = get(path).then().statusCode(200).extract().jsonPath();
      assertThat(model.getString("name")).isEqualTo(MODEL);
      assertThat(model.getList("versions")).containsExactly("1");
      assertThat(model.getString("platform")).isEqualTo("onnx_onnxv1");
      assertThat(model.getList("inputs.name")).containsExactly("image");
      assertThat(model.getList("inputs.datatype")).containsExactly("UINT8");
      assertThat(model.getList("inputs[0].shape")).containsExactly(-1, SIZE, SIZE, 3);
      assertThat(model.getList("outputs.name")).containsExactly("scores", "activation_map");
      assertThat(model.getList("outputs.datatype")).containsExactly("FP32", "FP32");
      assertThat(model.getList("outputs[0].shape")).containsExactly(-1, 2);
      assertThat(model.getList("outputs[1].shape")).containsExactly(-1, 2, 7, 7);
      get(path + "/ready")
          .then()
          .statusCode(200)
          .body("name", equalTo(MODEL))
          .body("ready", equalTo(true));
    }
  }

  @Test
  void shouldKnowOnlyTheVersionThatIsServed() {
    for (String path : List.of("/versions/2", "/versions/2/ready", "/versions/one")) {
      get(PATH + path)
          .then()
          .statusCode(404)
          .body("error", containsString("answers with version 1 only"));
    }
    infer(PATH + "/versions/2", request(image()))
        .statusCode(404)
        .body("error", containsString("answers with version 1 only"));
    infer(PATH + "/versions/1", request(image()))
        .statusCode(200)
        .body("model_version", equalTo("1"));
  }

  @Test
  void shouldSayThatAModelIsUnknown() {
    for (String path : List.of("/v2/models/nobody", "/v2/models/nobody/ready")) {
      get(path).then().statusCode(404).body("error", containsString("nobody"));
    }
    infer("/v2/models/nobody", "no JSON at all")
        .statusCode(404)
        .body("error", containsString("nobody"));
  }

  /** Gateways add some. */
  @Test
  void shouldPassOverParametersOfAQuery() {
    for (String path : List.of("/v2", "/v2/health/live", PATH, PATH + "/ready")) {
      get(path + "?subscription-key=1").then().statusCode(200);
    }
    given()
        .contentType("application/json")
        .body(request(image()))
        .post(PATH + "/infer?subscription-key=1")
        .then()
        .statusCode(200);
  }

  @Test
  void shouldAnswerInTheProtocolsWayWhatIsNoPartOfIt() {
    get(PATH + "/infer").then().statusCode(405).body("error", containsString("405"));
    get("/v2/nothing").then().statusCode(404).body("error", containsString("Unable to find"));
  }

  @Test
  void shouldAnswerAllOutputsOfOneImage() {
    JsonPath answer = answer(request(image()));
    assertThat(answer.getString("model_name")).isEqualTo(MODEL);
    assertThat(answer.getString("model_version")).isEqualTo("1");
    assertThat(answer.getMap("")).doesNotContainKey("id");
    assertThat(answer.getList("outputs.name")).containsExactly("scores", "activation_map");
    assertThat(answer.getList("outputs.datatype")).containsExactly("FP32", "FP32");
    assertThat(answer.getList("outputs[0].shape")).containsExactly(1, 2);
    assertThat(answer.getList("outputs[1].shape")).containsExactly(1, 2, 7, 7);
    assertDogs(answer.getList("outputs[0].data", Float.class), DOG.subList(0, 1));

    List<Float> map = answer.getList("outputs[1].data", Float.class);
    assertThat(map).hasSize(2 * 7 * 7);
    double dog = map.subList(49, 98).stream().mapToDouble(f -> f).sum() + Fixtures.bias(FIRST);
    // Not rounded here: only float32's sums in another order.
    assertThat(dog).isCloseTo(Math.log(DOG.get(0) / (1 - DOG.get(0))), offset(1e-4));
  }

  @Test
  void shouldAnswerManyImagesInTheirOrderFlatOrNested() {
    byte[] all = new byte[3 * NUMBERS];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(picture(i), 0, all, i * NUMBERS, NUMBERS);
    }
    String flat = flat(all, 0, all.length);
    String nested = "[%s,%s,%s]".formatted(nested(0), nested(1), nested(2));
    for (String data : List.of(flat, nested)) {
      JsonPath answer = answer(request(input("[3,32,32,3]", "UINT8", data)));
      assertThat(answer.getList("outputs[0].shape")).containsExactly(3, 2);
      assertDogs(answer.getList("outputs[0].data", Float.class), DOG);
      assertThat(answer.getList("outputs[1].shape")).containsExactly(3, 2, 7, 7);
      assertThat(answer.getList("outputs[1].data")).hasSize(3 * 2 * 7 * 7);
    }
  }

  @Test
  void shouldTakeAHundredImagesInOneRequest() {
    byte[] all = new byte[100 * NUMBERS];
    for (int i = 0; i < 100; i++) {
      System.arraycopy(picture(i % 3), 0, all, i * NUMBERS, NUMBERS);
    }
    String body =
        "{\"outputs\":[{\"name\":\"scores\"}],\"inputs\":[%s]}"
            .formatted(input("[100,32,32,3]", "UINT8", flat(all, 0, all.length)));
    List<Float> scores = answer(body).getList("outputs[0].data", Float.class);
    assertThat(scores).hasSize(200);
    assertDogs(scores.subList(198, 200), DOG.subList(0, 1));
  }

  @Test
  void shouldEchoTheIdAndAnswerTheOutputsAskedFor() {
    JsonPath answer =
        answer(
            """
            {"id":"42","parameters":{"priority":7},
             "inputs":[{"parameters":{"binary_data":false},"data":%s,"datatype":"UINT8",
                        "shape":[1,32,32,3],"name":"image","later":[{"release":1}]}],
             "outputs":[{"name":"scores","parameters":{"classification":2}}]}"""
                .formatted(flat(0)));
    assertThat(answer.getString("id")).isEqualTo("42");
    assertThat(answer.getList("outputs.name")).containsExactly("scores");
    assertDogs(answer.getList("outputs[0].data", Float.class), DOG.subList(0, 1));

    JsonPath both =
        answer(
            "{\"inputs\":[%s],\"outputs\":[{\"name\":\"activation_map\"},{\"name\":\"scores\"}]}"
                .formatted(image()));
    assertThat(both.getList("outputs.name")).containsExactly("activation_map", "scores");
    JsonPath all = answer("{\"inputs\":[%s],\"outputs\":[]}".formatted(image()));
    assertThat(all.getList("outputs.name")).containsExactly("scores", "activation_map");
  }

  @Test
  void shouldRefuseAnotherDatatypeOrInput() {
    assertRefused(400, "'FP32'; there is [UINT8]", request(input("[1,32,32,3]", "FP32", "[0.5]")));
    assertRefused(400, "'picture'; there is [image]", request(image().replace("image", "picture")));
    assertRefused(400, "more than one input", "{\"inputs\":[%s,%s]}".formatted(image(), image()));
    for (String field : List.of("name", "shape", "datatype", "data")) {
      String without = image().replace("\"%s\":".formatted(field), "\"left\":");
      assertRefused(400, "lacks '%s'".formatted(field), request(without));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1,3,32,32]|the model takes [-1, 32, 32, 3]",
        "[1,64,64,3]|the model takes [-1, 32, 32, 3]",
        "[32,32,3]|the model takes [-1, 32, 32, 3]",
        "[]|the model takes [-1, 32, 32, 3]",
        "[0,32,32,3]|the model takes [-1, 32, 32, 3]",
        "[-1,32,32,3]|the model takes [-1, 32, 32, 3]",
        "[2,32,32,3]|has 3072 numbers in its data, its shape [2, 32, 32, 3]",
        "[9223372036854775807,32,32,3]|has 3072 numbers in its data",
        "[99999999999999999999,32,32,3]|out of range",
        "[1.5,32,32,3]|is no list of up to",
        "7|is no array",
      })
  void shouldRefuseAShapeThatDoesNotFit(String shape, String error) {
    assertRefused(400, error, request(input(shape, "UINT8", flat(0))));
  }

  @Test
  void shouldRefuseDataThatIsNoTensor() {
    String shape = "[1,32,32,3]";
    assertRefused(400, "has 3 numbers", request(input(shape, "UINT8", "[1,2,3]")));
    assertRefused(400, "has 0 numbers", request(input(shape, "UINT8", "[]")));
    assertRefused(400, "is no array", request(input(shape, "UINT8", "\"AAAA\"")));
    assertRefused(
        400, "neither flat nor regularly nested", request(input(shape, "UINT8", "[[1,2],[3]]")));
    assertRefused(
        400, "neither flat nor regularly nested", request(input(shape, "UINT8", "[1,[2,3]]")));
    assertRefused(400, "nested deeper", request(input(shape, "UINT8", "[".repeat(5000))));
    // One image, but without the axis of images.
    assertRefused(400, "is nested like [32, 32, 3]", request(input(shape, "UINT8", nested(0))));
  }

  @ParameterizedTest
  @CsvSource({"NaN,NaN", "-1,-1", "256,256", "0.5,0.5", "null,null", "true,true", "'\"7\"',7"})
  void shouldRefuseWhatIsNoByte(String number, String shown) {
    String data = flat(0).replaceFirst("\\[\\d+,\\d+,", "[1,%s,".formatted(number));
    assertRefused(
        400,
        "Number 1 in the data of input 'image' is %s: UINT8".formatted(shown),
        request(input("[1,32,32,3]", "UINT8", data)));
  }

  @Test
  void shouldRefuseAnUnknownOutput() {
    String body = "{\"inputs\":[%s],\"outputs\":[%s]}";
    assertRefused(
        400,
        "'heat'; there is [scores, activation_map]",
        body.formatted(image(), "{\"name\":\"heat\"}"));
    assertRefused(400, "An output lacks 'name'", body.formatted(image(), "{}"));
    assertRefused(400, "is no JSON object", body.formatted(image(), "\"scores\""));
  }

  @Test
  void shouldRefuseWhatIsNoRequest() {
    assertRefused(400, "can't be read as JSON at line 1", "an image");
    assertRefused(400, "can't be read as JSON", request(image()).replace("]}]}", "]}]"));
    assertRefused(400, "The body is no JSON object", "[]");
    assertRefused(400, "The body is no JSON object", "");
    assertRefused(400, "goes on behind", request(image()) + "{}");
    assertRefused(400, "'id' is no text", "{\"id\":7}");
    assertRefused(400, "has no inputs", "{}");
    assertRefused(400, "has no inputs", "{\"inputs\":[]}");
    assertRefused(400, "'inputs' is no array", "{\"inputs\":{}}");
  }

  @Test
  void shouldRefuseABodyThatIsTooLarge() throws Exception {
    String data = "[" + "0,".repeat(9 << 20) + "0]";
    // Not by REST Assured, which takes seconds to send so much.
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve(PATH + "/infer"))
            .POST(BodyPublishers.ofString(request(input("[1,32,32,3]", "UINT8", data))))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("{\"error\":").contains("more than 16777216 bytes");
    // The service is none the worse for it.
    infer(PATH, request(image())).statusCode(200).body("$", not(hasKey("error")));
  }
}

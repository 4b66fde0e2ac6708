package io.streamsight.inference;

import static io.restassured.RestAssured.given;
import static io.streamsight.inference.Fixtures.FIRST;
import static io.streamsight.inference.Fixtures.jpeg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Slots for requests over HTTP, and clients that take their time. Runs after the other ITs of it.
 */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class ClassifySlotsIT {
  private static final String MODEL = "slots";

  @Inject InferenceConfig config;

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
  void shouldAskToComeBackWhileAllSlotsAreTaken() throws IOException {
    byte[] image = jpeg(3);
    List<Socket> slow = new ArrayList<>();
    try {
      // Each has begun to send its image, and takes its time.
      for (int i = 0; i < config.httpSlots(); i++) {
        slow.add(begin(image));
      }
      await()
          .atMost(Installation.PATIENCE)
          .untilAsserted(() -> assertThat(classify(image).statusCode()).isEqualTo(429));
      classify(image)
          .then()
          .statusCode(429)
          .header("Retry-After", "1")
          .contentType("application/problem+json")
          .body("type", equalTo("urn:streamsight:overloaded"))
          .body("detail", containsString(config.httpSlots() + " requests"));
      given()
          .contentType("application/json")
          .body("{}")
          .post("/v2/models/%s/infer".formatted(MODEL))
          .then()
          .statusCode(429)
          .header("Retry-After", "1")
          .body("error", containsString(config.httpSlots() + " requests"));

      for (Socket socket : slow) {
        assertThat(end(socket, image)).startsWith("HTTP/1.1 200");
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    classify(image).then().statusCode(200);
  }

  @Test
  void shouldTurnASlowClientAwayWithoutWaitingForItsBody() throws IOException {
    byte[] image = jpeg(3);
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < config.httpSlots(); i++) {
        slow.add(begin(image));
      }
      await()
          .atMost(Installation.PATIENCE)
          .untilAsserted(() -> assertThat(classify(image).statusCode()).isEqualTo(429));
      Socket late = begin(image);
      slow.add(late);
      // The rest of its body never comes.
      byte[] answer = late.getInputStream().readNBytes(12);
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 429");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    await()
        .atMost(Installation.PATIENCE)
        .untilAsserted(() -> assertThat(classify(image).statusCode()).isEqualTo(200));
  }

  /** Their clients have been told already, and take their time to send what nobody wants. */
  @Test
  void shouldHoldNoSlotForWhatIsLeftOfRefusedBodies() throws IOException {
    List<Socket> refused = new ArrayList<>();
    try {
      for (int i = 0; i < config.httpSlots(); i++) {
        refused.add(beginWhatIsNoRequest());
      }
      // Of the next nothing more is read, it is answered at once: that few threads wait.
      await()
          .atMost(Installation.PATIENCE)
          .untilAsserted(
              () -> {
                Socket next = beginWhatIsNoRequest();
                refused.add(next);
                next.setSoTimeout(1_000);
                byte[] answer = next.getInputStream().readNBytes(12);
                assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 400");
              });
      classify(jpeg(3)).then().statusCode(200);
    } finally {
      for (Socket socket : refused) {
        socket.close();
      }
    }
  }

  private Socket beginWhatIsNoRequest() throws IOException {
    Socket socket = new Socket(service.getHost(), service.getPort());
    String head =
        "POST /v2/models/%s/infer HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\n]]]]]]]]"
            .formatted(MODEL);
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  private Socket begin(byte[] image) throws IOException {
    Socket socket = new Socket(service.getHost(), service.getPort());
    socket.setSoTimeout((int) Installation.PATIENCE.toMillis());
    String head =
        "POST /classify?model=%s HTTP/1.1\r\nHost: test\r\nContent-Length: %d\r\n\r\n"
            .formatted(MODEL, image.length);
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(image, 0, 100);
    out.flush();
    return socket;
  }

  /** Sends the rest, and reads how the answer begins. */
  private static String end(Socket socket, byte[] image) throws IOException {
    socket.getOutputStream().write(image, 100, image.length - 100);
    socket.getOutputStream().flush();
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
  }
}

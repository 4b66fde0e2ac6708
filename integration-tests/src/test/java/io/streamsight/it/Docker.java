package io.streamsight.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The engine and the images that the tests run on; see {@code deploy/containers}. */
final class Docker {
  private static final String BASE_IMAGE =
      System.getProperty("containers.base-image", "eclipse-temurin:17-jre");
  private static final String KAFKA_IMAGE =
      System.getProperty("containers.kafka-image", "apache/kafka:4.1.2");

  private Docker() {}

  /**
   * Whether the tests can run: an engine answers and has their images or gets them. With {@code
   * -Dcontainers=required} it's a failure if they can't. Asks Docker's own command: Testcontainers
   * retries for minutes.
   */
  static boolean isReady() throws InterruptedException {
    if (!docker("info")) {
      return missing("no Docker engine answers");
    }
    for (String image : List.of(BASE_IMAGE, KAFKA_IMAGE)) {
      if (!docker("image", "inspect", image) && !docker("pull", image)) {
        return missing(
            "image %s can't be pulled; deploy/containers/local-images.sh makes others"
                .formatted(image));
      }
    }
    return true;
  }

  private static boolean docker(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean missing(String what) {
    if ("required".equals(System.getProperty("containers"))) {
      fail("The container tests are required (-Dcontainers), but " + what);
    }
    System.out.println("SKIPPED: the container tests: " + what);
    return false;
  }

  /** A broker that containers of its network reach as {@code kafka:19092}. */
  static KafkaContainer kafka() {
    return new KafkaContainer(
            DockerImageName.parse(KAFKA_IMAGE).asCompatibleSubstituteFor("apache/kafka"))
        .withNetworkAliases("kafka")
        .withListener("kafka:19092");
  }

  /**
   * A service's image, as {@code deploy/containers/build.sh} makes it of what the build has just
   * left.
   */
  static String image(String service) throws IOException, InterruptedException {
    Path root = Path.of("..").toAbsolutePath().normalize();
    ProcessBuilder build =
        new ProcessBuilder("deploy/containers/build.sh", service)
            .directory(root.toFile())
            .redirectErrorStream(true);
    build.environment().putAll(Map.of("BASE_IMAGE", BASE_IMAGE, "TAG", "test"));
    Process process = build.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return "streamsight/" + service + ":test";
  }
}

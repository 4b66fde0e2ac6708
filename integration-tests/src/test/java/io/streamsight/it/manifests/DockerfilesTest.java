package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all images have in common, and those for GPUs with those for CPUs. */
class DockerfilesTest {
  private static final Path CONTAINERS = Path.of("../deploy/containers");

  @ParameterizedTest
  @ValueSource(
      strings = {"ingest", "trainer", "inference", "cli", "trainer-cuda", "inference-cuda"})
  void shouldTakeAnyBaseAndRunAsNobody(String name) throws IOException {
    String file = read(name);
    assertThat(file)
        .containsPattern("(?m)^ARG BASE_IMAGE=\\S+$")
        .containsPattern("(?m)^FROM \\$\\{BASE_IMAGE}$")
        .containsPattern("(?m)^USER 10001:10001$");
    assertThat(file.indexOf("\nENTRYPOINT")).isGreaterThan(file.indexOf("\nUSER"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"trainer", "inference", "trainer-cuda", "inference-cuda"})
  void shouldLetOnnxRuntimeReportToNobody(String name) throws IOException {
    assertThat(read(name)).contains("ORT_DISABLE_TELEMETRY=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"trainer", "inference"})
  void shouldDoOnGpusWhatItDoesOnCpus(String name) throws IOException {
    String cpu = read(name);
    String gpu = read(name + "-cuda");
    for (String instruction : List.of("EXPOSE", "USER", "HEALTHCHECK", "ENTRYPOINT")) {
      assertThat(instruction(gpu, instruction)).isEqualTo(instruction(cpu, instruction));
    }
    Pattern flags = Pattern.compile("JAVA_TOOL_OPTIONS=\"([^\"]+)\"");
    var all = flags.matcher(gpu);
    var some = flags.matcher(cpu);
    assertThat(all.find() && some.find()).isTrue();
    assertThat(all.group(1)).startsWith(some.group(1));
  }

  private static String instruction(String file, String name) {
    var matcher = Pattern.compile("(?m)^" + name + " .*(?:\\\\\n.*)*").matcher(file);
    assertThat(matcher.find()).as(name).isTrue();
    return matcher.group();
  }

  private static String read(String name) throws IOException {
    return Files.readString(CONTAINERS.resolve(name + ".Dockerfile"));
  }
}

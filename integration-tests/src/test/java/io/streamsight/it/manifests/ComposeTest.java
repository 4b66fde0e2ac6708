package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.ServiceOptions;
import io.streamsight.contract.topic.TopicProvisioner.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Option;

/** The parts of the compose file fit each other, the services, the images and Prometheus. */
class ComposeTest {
  private static final Path CONTAINERS = Path.of("../deploy/containers");

  private final Compose compose;

  ComposeTest() throws IOException {
    compose = Compose.read();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "trainer", "inference"})
  void shouldSetOnlyWhatTheServiceHas(String service) throws Exception {
    Map<String, String> environment = compose.environment(service);
    assertSettings(service, environment);
    var installation = ServiceSettings.installation(environment);
    assertThat(installation.topics()).isEqualTo(Mode.CREATE);
    assertThat(installation.topicSettings().replicationFactor()).isEqualTo((short) 1);
  }

  /** What is there to be uncommented is what the service has, and nothing is set. */
  @ParameterizedTest
  @ValueSource(strings = {"ingest", "trainer", "inference"})
  void shouldTakeSettingsFromOneFile(String service) throws Exception {
    String file = compose.service(service).path("env_file").asText();
    List<String> lines = Files.readAllLines(Compose.ROOT.resolve(file));
    assertThat(lines).allMatch(line -> line.isBlank() || line.startsWith("#"));
    Set<String> offered =
        lines.stream()
            .filter(line -> line.matches("#[A-Z_]+=.*"))
            .map(line -> line.substring(1, line.indexOf('=')))
            .collect(Collectors.toSet());
    assertThat(offered).contains("STREAMSIGHT_PREFIX", "STREAMSIGHT_AUTH");
    // A key's name is whatever its owner is called.
    offered.removeIf(name -> name.startsWith("STREAMSIGHT_AUTH_API_KEYS_"));
    assertThat(ServiceSettings.known(service)).containsAll(offered);
    assertThat(compose.environment(service)).doesNotContainKeys(offered.toArray(String[]::new));
  }

  @Test
  void shouldRotateEveryLog() {
    assertThat(compose.services())
        .map(name -> compose.service(name).path("logging").path("options"))
        .allSatisfy(
            options -> {
              assertThat(options.path("max-size").asText()).isEqualTo("10m");
              assertThat(options.path("max-file").asText()).isEqualTo("5");
            });
  }

  /** A tmpfs counts as memory, and results of imports may be gigabytes. */
  @Test
  void shouldKeepResultsOfImportsOnAVolume() {
    String folder = compose.environment("ingest").get("STREAMSIGHT_INGEST_IMPORTS_DIR");
    assertThat(volumes("ingest"))
        .singleElement()
        .satisfies(volume -> assertThat(folder).startsWith(volume.split(":")[1] + "/"));
  }

  private static void assertSettings(String service, Map<String, String> environment)
      throws Exception {
    assertThat(ServiceSettings.known(service)).containsAll(environment.keySet());
    ServiceSettings.bind(service, environment);
  }

  @Test
  void shouldSetOnlyWhatTheBrokerHas() {
    Set<String> known =
        AbstractKafkaConfig.CONFIG_DEF.names().stream()
            .map(name -> "KAFKA_" + ServiceSettings.variable(name))
            .collect(Collectors.toCollection(TreeSet::new));
    known.add("KAFKA_HEAP_OPTS");
    Map<String, String> kafka = compose.environment("kafka");
    assertThat(known).containsAll(kafka.keySet());
    assertThat(kafka.get("KAFKA_ADVERTISED_LISTENERS"))
        .contains("://" + compose.environment("ingest").get("KAFKA_BOOTSTRAP_SERVERS"));
    assertThat(volumes("kafka")).containsExactly("kafka:" + kafka.get("KAFKA_LOG_DIRS"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "trainer", "inference"})
  void shouldPublishWhatTheServiceListensOn(String service) throws IOException {
    String port = ServiceSettings.properties(service).get("quarkus.http.port");
    assertThat(ports(service)).containsExactly("127.0.0.1:%s:%s".formatted(port, port));
    assertThat(CONTAINERS.resolve(service + ".Dockerfile"))
        .content()
        .contains("EXPOSE " + port, "HEALTHCHECK", "/q/health/live");
  }

  @Test
  void shouldBeReachedOnTheLoopbackInterfaceAlone() {
    assertThat(compose.services())
        .filteredOn(name -> !name.equals("cli"))
        .allSatisfy(name -> assertThat(ports(name)).hasSize(1));
    assertThat(compose.services())
        .flatExtracting(this::ports)
        .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
  }

  @Test
  void shouldStartInTheOrderOfHealthWithLimitedRights() {
    for (String name : compose.services()) {
      JsonNode service = compose.service(name);
      assertThat(texts(service.path("cap_drop"))).as(name).containsExactly("ALL");
      assertThat(texts(service.path("security_opt"))).containsExactly("no-new-privileges:true");
      assertThat(service.path("mem_limit").asText()).as(name).matches("\\d+[gm]");
      // The broker's public image writes its settings beside its code.
      assertThat(service.path("read_only").asBoolean()).as(name).isEqualTo(!name.equals("kafka"));
      assertThat(service.path("depends_on"))
          .as(name)
          .allSatisfy(on -> assertThat(on.path("condition").asText()).isEqualTo("service_healthy"));
      assertThat(service.path("depends_on").isEmpty()).as(name).isEqualTo(name.equals("kafka"));
    }
    for (String name : List.of("ingest", "trainer", "inference")) {
      assertThat(texts(compose.service(name).path("tmpfs")))
          .singleElement()
          .satisfies(tmp -> assertThat(tmp).startsWith("/tmp:exec,size="));
    }
  }

  @Test
  void shouldUseTheImagesThatTheBuildMakes() throws IOException {
    String build = Files.readString(CONTAINERS.resolve("build.sh"));
    assertThat(build).contains("set -- ingest trainer inference cli", "image=streamsight/$name:");
    for (String name : List.of("ingest", "trainer", "inference", "cli")) {
      assertThat(compose.service(name).path("image").asText())
          .isEqualTo("streamsight/%s:latest".formatted(name));
      assertThat(CONTAINERS.resolve(name + ".Dockerfile")).exists();
    }
    assertThat(compose.service("kafka").path("image").asText())
        .isEqualTo("apache/kafka:" + AppInfoParser.getVersion());
  }

  @ParameterizedTest
  @ValueSource(strings = {"trainer", "inference"})
  void shouldUseTheGpuWithTheImagesForIt(String name) throws Exception {
    Compose gpu = Compose.read("cuda.yaml");
    assertThat(gpu.service(name).path("image").asText())
        .isEqualTo("streamsight/%s:latest-cuda".formatted(name));
    Map<String, String> environment = compose.environment(name);
    environment.putAll(gpu.environment(name));
    assertThat(environment.values()).contains("cuda");
    assertSettings(name, environment);
  }

  @Test
  void shouldSendTheCommandLineToTheServices() throws IOException {
    Map<String, String> environment = compose.environment("cli");
    assertThat(environment).hasSize(4);
    // No value: the shell's goes in.
    assertThat(compose.service("cli").path("environment").get("STREAMSIGHT_TOKEN").isNull())
        .isTrue();
    for (String service : List.of("ingest", "trainer", "inference")) {
      String variable = "STREAMSIGHT_%s_URL".formatted(service.toUpperCase(Locale.ROOT));
      String port = ServiceSettings.properties(service).get("quarkus.http.port");
      assertThat(environment).containsEntry(variable, "http://%s:%s".formatted(service, port));
      assertThat(ServiceOptions.class.getDeclaredFields())
          .extracting(field -> field.getAnnotation(Option.class))
          .anyMatch(option -> option != null && option.defaultValue().contains(variable + ":"));
    }
  }

  @Test
  void shouldHavePrometheusScrapeEveryServiceAndReadEveryRule() throws IOException {
    JsonNode prometheus = RuleFiles.read(Compose.ROOT.resolve("prometheus.yaml"));
    assertThat(prometheus.path("scrape_configs").findValuesAsText("job_name"))
        .containsExactly("ingest", "trainer", "inference");
    for (JsonNode job : prometheus.path("scrape_configs")) {
      String name = job.path("job_name").asText();
      String port = ServiceSettings.properties(name).get("quarkus.http.port");
      assertThat(job.path("metrics_path").asText()).isEqualTo("/q/metrics");
      assertThat(texts(job.path("static_configs").path(0).path("targets")))
          .containsExactly(name + ":" + port);
    }
    assertThat(texts(prometheus.path("rule_files")))
        .containsExactly("/etc/prometheus/rules/*-alerts.yaml");
    assertThat(volumes("prometheus")).contains("../monitoring:/etc/prometheus/rules:ro");
  }

  @Test
  void shouldMountOnlyWhatIsThere() {
    for (String name : compose.services()) {
      for (String volume : volumes(name)) {
        String source = volume.split(":")[0];
        if (source.startsWith(".")) {
          assertThat(Compose.ROOT.resolve(source)).exists();
        }
      }
    }
  }

  private List<String> ports(String service) {
    return texts(compose.service(service).path("ports"));
  }

  private List<String> volumes(String service) {
    return texts(compose.service(service).path("volumes"));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}

package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus finds the services, and has the rules and the dashboard of deploy/monitoring. */
class MonitoringTest {
  @ParameterizedTest
  @ValueSource(strings = {"overlays/cpu", "overlays/gpu", "overlays/strimzi"})
  void shouldScrapeEveryService(String folder) {
    Manifests manifests = Manifests.of(folder);
    assertThat(manifests.all(ServiceMonitor.class)).hasSize(3);
    for (ServiceMonitor monitor : manifests.all(ServiceMonitor.class)) {
      Map<String, String> labels = monitor.getSpec().getSelector().getMatchLabels();
      Service service =
          manifests.all(Service.class).stream()
              .filter(s -> s.getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
              .reduce(
                  (one, another) -> {
                    throw new AssertionError("Two services have " + labels);
                  })
              .orElseThrow();
      assertThat(service.getMetadata().getName()).isEqualTo(monitor.getMetadata().getName());
      assertThat(service.getSpec().getPorts())
          .extracting(ServicePort::getName)
          .contains(monitor.getSpec().getEndpoints().get(0).getPort());
      assertThat(monitor.getSpec().getEndpoints().get(0).getPath()).isEqualTo("/q/metrics");
    }
  }

  /** Kustomize can't take plain rules files into an object, so they are there twice. */
  @Test
  void shouldHaveTheRulesOfPlainPrometheus() throws IOException {
    ArrayNode plain = JsonNodeFactory.instance.arrayNode();
    for (Path file : RuleFiles.all()) {
      plain.addAll((ArrayNode) RuleFiles.read(file).path("groups"));
    }
    JsonNode object = RuleFiles.read(Manifests.ROOT.resolve("components/monitoring/alerts.yaml"));
    assertThat(object.path("spec").path("groups"))
        .as("copy the groups of *-alerts.yaml below spec, two spaces to the right, files in order")
        .isEqualTo(plain);
  }

  @Test
  void shouldHaveTheDashboard() throws IOException {
    ConfigMap dashboard =
        Manifests.of("overlays/cpu").named("streamsight-inference-dashboard", ConfigMap.class);
    assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(dashboard.getData())
        .containsExactly(
            Map.entry(
                "inference-dashboard.json",
                Files.readString(RuleFiles.FOLDER.resolve("inference-dashboard.json"))));
  }

  @Test
  void shouldExplainEveryAlertOnTheOperationsPage() throws IOException {
    String page = Files.readString(Path.of("../docs/operations.md"));
    assertThat(
            Pattern.compile("(?m)^\\| `(Streamsight\\w+)` \\|")
                .matcher(page)
                .results()
                .map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(RuleFiles.alerts());
  }
}

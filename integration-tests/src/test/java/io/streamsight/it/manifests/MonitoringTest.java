package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prometheus finds the services, and has the rules and the dashboard of deploy/monitoring. */
class MonitoringTest {
  private static final Path MONITORING = Path.of("../deploy/monitoring");

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

  /** Kustomize can't take a plain rules file into an object, so there are two. */
  @Test
  void shouldHaveTheRulesOfPlainPrometheus() throws IOException {
    JsonNode plain = yaml(MONITORING.resolve("inference-alerts.yaml"));
    JsonNode object = yaml(Manifests.ROOT.resolve("components/monitoring/alerts.yaml"));
    assertThat(plain.path("groups")).isNotEmpty();
    assertThat(object.path("spec"))
        .as("copy the groups of inference-alerts.yaml below spec, two spaces to the right")
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
                Files.readString(MONITORING.resolve("inference-dashboard.json"))));
  }

  private static JsonNode yaml(Path file) throws IOException {
    return new YAMLMapper().readTree(file.toFile());
  }
}

package io.streamsight.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Kubernetes manifests against Kubernetes' own types. */
class ManifestsTest {
  private static final Path BASE = Path.of("../deploy/kubernetes/base");

  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "Namespace", Namespace.class,
          "ConfigMap", ConfigMap.class,
          "ServiceAccount", ServiceAccount.class,
          "Service", Service.class,
          "Deployment", Deployment.class);

  /** The types take any field, to keep those of later releases; here an unknown one is a fault. */
  private static final ObjectMapper STRICT =
      YAMLMapper.builder()
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              })
          .build();

  @Test
  void shouldHaveOnlyFieldsThatKubernetesKnows() throws IOException {
    List<Object> objects = new ArrayList<>();
    try (Stream<Path> files = Files.list(BASE)) {
      for (Path file : files.filter(f -> !f.endsWith("kustomization.yaml")).toList()) {
        objects.addAll(parse(file));
      }
    }
    // Namespace and settings; account, Service and Deployment of each of the three services.
    assertThat(objects).hasSize(2 + 3 * 3);
  }

  @Test
  void shouldFindAMisspeltField() {
    assertThatThrownBy(() -> STRICT.readValue("spec: {replica: 1}", Deployment.class))
        .isInstanceOf(UnrecognizedPropertyException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "trainer", "inference"})
  void shouldLeadFromTheServiceToItsPods(String name) throws IOException {
    List<Object> objects = parse(BASE.resolve(name + ".yaml"));
    Service service = only(objects, Service.class);
    Deployment deployment = only(objects, Deployment.class);
    PodSpec pod = deployment.getSpec().getTemplate().getSpec();

    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    assertThat(labels).containsAllEntriesOf(service.getSpec().getSelector());
    assertThat(labels).containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
    assertThat(pod.getServiceAccountName())
        .isEqualTo(only(objects, ServiceAccount.class).getMetadata().getName());

    List<ContainerPort> ports = pod.getContainers().get(0).getPorts();
    assertThat(service.getSpec().getPorts().get(0).getTargetPort().getStrVal())
        .isEqualTo(ports.get(0).getName());
    assertThat(Path.of("../deploy/containers", name + ".Dockerfile"))
        .content()
        .contains("EXPOSE " + ports.get(0).getContainerPort());
  }

  private static List<Object> parse(Path file) throws IOException {
    List<Object> objects = new ArrayList<>();
    try (MappingIterator<JsonNode> documents =
        STRICT.readerFor(JsonNode.class).readValues(file.toFile())) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        String kind = document.path("kind").asText();
        assertThat(KINDS).as("kinds that %s may hold", file).containsKey(kind);
        objects.add(STRICT.treeToValue(document, KINDS.get(kind)));
      }
    }
    return objects;
  }

  private static <T> T only(List<Object> objects, Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }
}

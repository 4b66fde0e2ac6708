package io.streamsight.it.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.contract.event.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a running service says that it can do: its OpenAPI description. */
record Operations(List<Operation> all) {
  /** What asks a question by POST. */
  private static final Set<String> ASKING =
      Set.of("/classify", "/v2/models/{name}/infer", "/v2/models/{name}/versions/{version}/infer");

  /**
   * @param template its path, with braces around parameters
   */
  record Operation(String method, String template, JsonNode description) {
    boolean changes() {
      return !method.equals("GET") && !ASKING.contains(template);
    }

    String path() {
      return template.replace("{topic}", "images").replaceAll("\\{[^}]+}", "x");
    }

    /** Whether the description says that a token may be asked for, and what follows without. */
    boolean saysSo() {
      return description.path("security").findValue("token") != null
          && description.path("responses").has("401");
    }
  }

  static Operations of(ServiceRun service) throws IOException, InterruptedException {
    List<Operation> all = new ArrayList<>();
    Json.MAPPER
        .readTree(service.get("/q/openapi?format=json").body())
        .path("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fields()
                    .forEachRemaining(
                        entry -> {
                          String method = entry.getKey().toUpperCase(Locale.ROOT);
                          if (entry.getValue().has("responses")) {
                            all.add(new Operation(method, path.getKey(), entry.getValue()));
                          }
                        }));
    return new Operations(all);
  }

  List<Operation> changing() {
    return all.stream().filter(Operation::changes).toList();
  }

  List<Operation> reading() {
    return all.stream().filter(operation -> !operation.changes()).toList();
  }
}

package io.streamsight.it.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What {@code docker compose} reads, with the values of {@code .env}. */
final class Compose {
  static final Path ROOT = Path.of("../deploy/compose");

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  private final JsonNode file;

  private Compose(JsonNode file) {
    this.file = file;
  }

  static Compose read() throws IOException {
    return read("compose.yaml");
  }

  static Compose read(String name) throws IOException {
    Map<String, String> values = environment();
    String text =
        VARIABLE
            .matcher(Files.readString(ROOT.resolve(name)))
            .replaceAll(variable -> value(values, variable));
    // Not Jackson's, which knows no merge keys.
    Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    return new Compose(new ObjectMapper().valueToTree(yaml));
  }

  private static String value(Map<String, String> values, MatchResult variable) {
    String value = values.get(variable.group(1));
    if (value == null) {
      throw new AssertionError(".env has no " + variable.group());
    }
    return value;
  }

  /** The variables of {@code .env}. */
  static Map<String, String> environment() throws IOException {
    Map<String, String> values = new TreeMap<>();
    for (String line : Files.readAllLines(ROOT.resolve(".env"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split("=", 2);
        values.put(parts[0], parts[1]);
      }
    }
    return values;
  }

  List<String> services() {
    List<String> names = new ArrayList<>();
    file.path("services").fieldNames().forEachRemaining(names::add);
    return names;
  }

  JsonNode service(String name) {
    return file.path("services").path(name);
  }

  Map<String, String> environment(String service) {
    Map<String, String> environment = new HashMap<>();
    service(service)
        .path("environment")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    return environment;
  }
}

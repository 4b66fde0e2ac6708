package io.streamsight.it.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Prometheus's alerting rules, in {@code deploy/monitoring}. */
final class RuleFiles {
  static final Path FOLDER = Path.of("../deploy/monitoring");

  private RuleFiles() {}

  /** In the order of their names. */
  static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith("-alerts.yaml")).sorted().toList();
    }
  }

  static JsonNode read(Path file) throws IOException {
    return new YAMLMapper().readTree(file.toFile());
  }

  /** The names of all alerts. */
  static Set<String> alerts() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path file : all()) {
      read(file).findValues("alert").forEach(name -> names.add(name.asText()));
    }
    return names;
  }
}

package io.streamsight.it.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/configuration.md has the settings that there are, with the defaults that they have. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");

  /** A key's owner is part of its setting's name. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(streamsight[^`]*?)(?:\\.NAME)?` \\| `?(.+?)`? \\| .+ \\|$");

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "trainer", "inference"})
  void shouldListEverySettingWithItsDefault(String service) throws Exception {
    String page = Files.readString(PAGE);
    Map<String, Map<String, String>> declared = ServiceSettings.defaults(service);
    assertThat(declared).hasSize(3);
    declared.forEach(
        (type, settings) -> {
          Map<String, String> listed = rows(page, type);
          assertThat(listed).as(type).containsOnlyKeys(settings.keySet());
          settings.forEach(
              (name, value) -> {
                // What follows from something else is told in words.
                if (!value.isEmpty()) {
                  assertThat(listed).as(type).containsEntry(name, value);
                }
              });
        });
  }

  /** The default of each setting in an interface's section. */
  private static Map<String, String> rows(String page, String type) {
    String section =
        Pattern.compile("(?ms)^## [^\\n]*`%s`$(.*?)(?=^## |\\z)".formatted(type))
            .matcher(page)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.joining());
    return ROW.matcher(section)
        .results()
        .collect(
            Collectors.toMap(
                row -> row.group(1), row -> row.group(2), (some, other) -> "twice", TreeMap::new));
  }
}

package io.streamsight.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.cli.CommandRun;
import io.streamsight.cli.PlayedService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportUsageTest {
  private static final String NOBODY = "http://127.0.0.1:1";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--ratio 0.7,0.15,0.15 --train 0-9|--ratio and ranges exclude each other",
        "--split train --ratio 0.7,0.15,0.15|--split train leaves nothing to split by --ratio",
        "--max-side big|Invalid value for option '--max-side': 'big' is not an int",
      })
  void shouldRefuseWrongOptionsOnOneLine(String options, String message) {
    CommandRun run =
        CommandRun.of(
            Stream.concat(
                    Stream.of("import", folder.toString(), "--dataset", "pets"),
                    Stream.of(options.split(" ")))
                .toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().strip())
        .startsWith("streamsight: " + message)
        .endsWith("See streamsight import --help")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--layout piles|layout=piles",
        "--train 0..9|train=0..9",
        "--ratio 0.7,0.3|ratio=0.7%2C0.3",
        "--split valid|split=valid",
        "--max-side 8|maxSide=8",
      })
  void shouldLetTheServiceCheckTheValues(String options, String parameter) throws Exception {
    Files.write(folder.resolve("a.jpg"), new byte[1]);
    try (var service = new PlayedService()) {
      service.on(
          "PUT /imports/*",
          400,
          "{\"type\":\"urn:streamsight:event-invalid\",\"title\":\"Correct the named field.\",\"detail\":\"the service's words\"}");
      CommandRun run =
          CommandRun.of(
              Stream.concat(
                      Stream.of(
                          "import",
                          folder.toString(),
                          "--dataset",
                          "pets",
                          "--ingest-url",
                          service.url()),
                      Stream.of(options.split(" ")))
                  .toArray(String[]::new));
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err().strip())
          .isEqualTo("streamsight: the service's words. See streamsight import --help");
      assertThat(service.requests())
          .anySatisfy(request -> assertThat(request).contains("PUT", parameter));
    }
  }

  @Test
  void shouldNeedADataSet() {
    CommandRun run = CommandRun.of("import", folder.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Missing required option: '--dataset=NAME'");
  }

  @Test
  void shouldSayThatThereIsNothingAtThePath() {
    CommandRun run = imported(folder.resolve("none"));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo("streamsight: " + folder.resolve("none") + " does not exist.");
  }

  @Test
  void shouldSayThatAFolderIsEmpty() throws Exception {
    Files.createDirectories(folder.resolve("cat"));
    CommandRun run = imported(folder);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo("streamsight: " + folder + " holds no file that can be read.");
  }

  @Test
  void shouldDocumentTheExitCodes() {
    CommandRun run = CommandRun.of("import", "--help");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Exit code 0", "--dry-run", "--id-prefix");
  }

  private static CommandRun imported(Path path) {
    return CommandRun.of("import", path.toString(), "--dataset", "pets", "--ingest-url", NOBODY);
  }
}

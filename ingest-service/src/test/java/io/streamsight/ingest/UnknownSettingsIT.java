package io.streamsight.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service is told settings that do not exist; it needs no broker to see that. */
class UnknownSettingsIT {
  @TempDir private Path folder;

  @Test
  void shouldNotStartWithAMisspeltSetting() throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dquarkus.http.port=0",
                "-Dkafka.bootstrap.servers=localhost:1",
                "-Dstreamsight.replication-factor=1",
                "-Dstreamsight.trainer.device=cpu",
                "-Dstreamsight.topic=create",
                "-jar",
                Path.of("target", "quarkus-app", "quarkus-run.jar").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("STREAMSIGHT_AUTH_MODE", "api-key");
    builder.environment().put("STREAMSIGHT_INGEST_INDEXER", "false");
    builder.environment().put("STREAMSIGHT_INGEST_MAX_INFLIGHT", "1");
    builder.environment().put("STREAMSIGHT_INGEST_URL", "http://localhost:8081");
    builder.environment().put("STREAMSIGHT_TRAINER_WORKER", "off");
    Process service = builder.start();
    try {
      assertThat(service.waitFor(90, TimeUnit.SECONDS)).isTrue();
    } finally {
      service.destroyForcibly();
    }
    assertThat(service.exitValue()).isEqualTo(1);
    assertThat(Files.readString(log))
        .contains(
            "No such setting: STREAMSIGHT_AUTH_MODE (STREAMSIGHT_AUTH?),"
                + " STREAMSIGHT_INGEST_MAX_INFLIGHT (STREAMSIGHT_INGEST_MAX_IN_FLIGHT_BYTES?),"
                + " streamsight.topic (streamsight.topics?); see docs/configuration.md");
  }
}

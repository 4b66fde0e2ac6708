package io.streamsight.benchmark;

import io.streamsight.cli.Streamsight;
import io.streamsight.local.LocalSettings;
import io.streamsight.local.LocalSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A mini Xception of 180 px from Streamsight's own trainer. One epoch on a few drawn pictures: what
 * it says is nonsense, what it computes is as much as of any other.
 */
final class BenchmarkModel {
  private static final int PICTURES = 120;
  private static final long SEED = 2;

  private BenchmarkModel() {}

  /** Makes it, unless an earlier run did. */
  static Path of(Path home, Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("mini-xception-180.onnx");
    if (Files.exists(file)) {
      return file;
    }
    System.err.println("Training a model for one epoch");
    Path pictures = DrawnFolder.of(folder.resolve("pictures"), SEED, PICTURES);
    var settings = LocalSettings.onFreePorts(home, folder.resolve("trainer"));
    try (var system = new LocalSystem(settings, line -> {})) {
      system.start(true);
      command(settings, "import", pictures.toString(), "--dataset", "drawn");
      command(
          settings, "train", "--model", "drawn", "--dataset", "drawn", "--epochs", "1", "--watch");
      command(settings, "model", "export", "drawn/1", file.toString());
    }
    return file;
  }

  private static void command(LocalSettings settings, String... words)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(words));
    var urls = settings.urls();
    ChildProcess.java(
            settings.logs(),
            List.of("-Xmx256m"),
            Map.of(
                "STREAMSIGHT_INGEST_URL", urls.ingest().toString(),
                "STREAMSIGHT_TRAINER_URL", urls.trainer().toString(),
                "STREAMSIGHT_INFERENCE_URL", urls.inference().toString()),
            Streamsight.class,
            arguments)
        .await();
  }
}

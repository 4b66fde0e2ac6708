package io.streamsight.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** What the ingest service alone is told. */
@ConfigMapping(prefix = "streamsight.ingest")
public interface IngestConfig {
  /**
   * Whether this process indexes what arrives on {@code images}. Processes without it publish only.
   */
  @WithDefault("true")
  boolean indexer();

  /**
   * Bytes of images that requests may hold at once, and imports as many; further requests are sent
   * away with a time to come back, imports wait. 64 MiB is a quarter of the smallest sensible heap
   * and holds four of the largest images. A single image always passes.
   */
  @WithDefault("67108864")
  int maxInFlightBytes();

  /**
   * How long a request waits for the broker before it fails; 10 s outlasts the election of a new
   * partition leader and most clients' patience.
   */
  @WithDefault("10s")
  Duration deliveryTimeout();

  /**
   * How long an import waits for the broker before it fails; 2 minutes outlast the restart of one.
   */
  @WithDefault("2m")
  Duration importDeliveryTimeout();

  /**
   * How long an import waits at its start until the indexer has caught up with what was published
   * before: only then can it tell what is there already.
   */
  @WithDefault("5m")
  Duration importIndexerTimeout();

  /** Where the results of imports lie until the process ends: about 300 bytes an image. */
  @WithDefault("${java.io.tmpdir}/streamsight/imports")
  Path importsDir();
}

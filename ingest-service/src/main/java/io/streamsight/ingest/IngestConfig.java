package io.streamsight.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the ingest service alone is told. */
@ConfigMapping(prefix = "streamsight.ingest")
public interface IngestConfig {
  /**
   * Bytes of images that requests may hold at once; further requests are sent away with a time to
   * come back. 64 MiB is a quarter of the smallest sensible heap and holds four of the largest
   * images. A single image always passes.
   */
  @WithDefault("67108864")
  int maxInFlightBytes();

  /**
   * How long a request waits for the broker before it fails; 10 s outlasts the election of a new
   * partition leader and most clients' patience.
   */
  @WithDefault("10s")
  Duration deliveryTimeout();
}

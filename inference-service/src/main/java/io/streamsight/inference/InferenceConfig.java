package io.streamsight.inference;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.streamsight.inference.model.Provider;
import java.util.Optional;
import java.util.OptionalInt;

/** What only the inference service must be told. */
@ConfigMapping(prefix = "streamsight.inference")
public interface InferenceConfig {
  /**
   * What computes: auto takes CUDA where it works and else the CPU; cuda refuses to start without
   * it. Auto is the default: the same image runs on both kinds of machine.
   */
  @WithDefault("auto")
  Provider provider();

  /**
   * How often an answer may be on the log after something was killed. At least once is the default:
   * exactly once costs a transaction every few milliseconds, and readers must know to read only
   * what is committed.
   */
  @WithDefault("at-least-once")
  DeliveryGuarantee delivery();

  /**
   * Images in work at once. When absent, one per processor of the container; where runs have
   * batches, twice the batch, so that one is decoded while the other runs.
   */
  OptionalInt threads();

  /**
   * Images of one run; when absent 1 on CPUs, where batches cost throughput, 16 on CUDA: an H100
   * answered fewer a second with 4, 64 and one by one.
   */
  OptionalInt batchSize();

  /** The model for requests that name none; when absent, the only one there is. */
  Optional<String> defaultModel();

  /**
   * Encoded bytes between consumer and answer, so that a backlog of large images can't fill the
   * heap.
   */
  @WithDefault("67108864")
  long maxBytesInFlight();

  /** Requests over HTTP in work at once, more get 429; twice the processors when absent. */
  OptionalInt httpConcurrency();

  /** Clients of GET /classifications/events at once, more get 503: a dashboard in each office. */
  @WithDefault("50")
  int maxWatchers();

  default int batch(boolean cuda) {
    return batchSize().orElse(cuda ? 16 : 1);
  }

  default int workers(boolean cuda) {
    int processors = Runtime.getRuntime().availableProcessors();
    int batch = batch(cuda);
    return threads().orElse(batch == 1 ? processors : Math.max(processors, 2 * batch));
  }

  default int httpSlots() {
    return httpConcurrency().orElse(2 * Runtime.getRuntime().availableProcessors());
  }
}

package io.streamsight.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.streamsight.trainer.worker.ComputeDevice;
import io.streamsight.trainer.worker.WorkerMode;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of the trainer. */
@ConfigMapping(prefix = "streamsight.trainer")
public interface TrainerConfig {
  /**
   * Whether this process takes runs: {@code on}, {@code off}, or {@code once}: it takes one and
   * exits. On a cluster workers are processes of their own; all answer HTTP and share the intake of
   * requests.
   */
  @WithDefault("on")
  @WithConverter(WorkerMode.Converter.class)
  WorkerMode worker();

  /** How long a worker that takes one run waits for it before it exits. */
  @WithDefault("30s")
  Duration oncePatience();

  /** A worker that is silent for so long has lost its run: longer than any pause it may make. */
  @WithDefault("3m")
  Duration leaseLifetime();

  /** How often a worker says that it lives: a third of the lifetime outlasts two lost renewals. */
  @WithDefault("1m")
  Duration leaseRenewal();

  /**
   * What a run computes on: {@code auto} takes a GPU where there is one, {@code cuda} takes no run
   * without, {@code cpu}.
   */
  @WithDefault("auto")
  ComputeDevice.Choice device();

  /** Decoded pixels are kept here; losing it costs time, nothing else. */
  @WithDefault("${java.io.tmpdir}/streamsight/pixels")
  Path cacheDir();

  /**
   * Bytes that decoded pixels may take on the disk, all sizes together; what was not used for
   * longest is deleted first, never what a run uses. The default holds 25,000 pictures of 180
   * pixels eight times.
   */
  @WithDefault("21474836480")
  long cacheBytes();

  /** How long a snapshot waits for the indexer to catch up with the images, in seconds. */
  @WithDefault("120")
  int indexerTimeoutSeconds();

  /**
   * Share of assigned images that may be missing or refused, 0 to 1: more means that something went
   * wrong upstream and a person should look.
   */
  @WithDefault("0.01")
  double missingShare();

  /** By how much a candidate may be worse than the champion, 0 to 1, whatever the noise. */
  @WithDefault("0.01")
  double gateMargin();

  /** Accuracy on validation below which no candidate becomes champion, 0 to 1. */
  @WithDefault("0")
  double minimalAccuracy();
}

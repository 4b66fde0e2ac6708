package io.streamsight.contract.registry;

import io.streamsight.contract.model.ModelMetadata;

/** A version of a model: numbered by the order of the registry, its bytes never change. */
public record ModelVersion(
    String model,
    int version,
    String runId,
    ModelFile file,
    ModelMetadata metadata,
    Verdict verdict,
    boolean retired) {
  /** The key of its file in {@code models}. */
  public String fileKey() {
    return fileKey(model, runId);
  }

  public static String fileKey(String model, String runId) {
    return model + "/" + runId;
  }

  ModelVersion retire() {
    return new ModelVersion(model, version, runId, file, metadata, verdict, true);
  }
}

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
    return fileKey(model, file.sha256());
  }

  /**
   * By content, not by run: two workers of one run may write different bytes, and compaction must
   * not take those that the registry accepted.
   */
  public static String fileKey(String model, String sha256) {
    return model + "/" + sha256;
  }

  ModelVersion retire() {
    return new ModelVersion(model, version, runId, file, metadata, verdict, true);
  }
}

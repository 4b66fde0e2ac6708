package io.streamsight.contract.registry;

/**
 * Where a version's ONNX file is, and what it must be.
 *
 * @param sha256 of the file: the truth
 * @param partition of {@code models}: with the offset, a hint where it is
 */
public record ModelFile(String sha256, int bytes, int partition, long offset) {
  public ModelFile {
    if (sha256 == null || sha256.isBlank()) {
      throw new IllegalArgumentException("sha256 is missing");
    }
  }
}

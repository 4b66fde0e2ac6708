package io.streamsight.cli.imports;

/**
 * What became of one file, as {@code GET /imports/{id}/results} tells.
 *
 * @param placement assigned, unchanged or kept; null for none
 * @param problem why it was refused
 */
record ImageResult(
    String path,
    String imageId,
    String status,
    String placement,
    String split,
    String label,
    ImportProblem problem) {

  boolean kept() {
    return "kept".equals(placement);
  }
}

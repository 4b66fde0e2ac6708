package io.streamsight.cli.imports;

/**
 * What became of one file, as {@code GET /imports/{id}/results} tells.
 *
 * @param placement assigned, unchanged or kept; null for none
 * @param split asked for, with label
 * @param present the place that it has instead, where it was kept
 * @param problem why it was refused
 */
record ImageResult(
    String path,
    String imageId,
    String status,
    String placement,
    String split,
    String label,
    Present present,
    ImportProblem problem) {

  /** A place that stands; without split and label where the image was withdrawn. */
  record Present(String split, String label, boolean withdrawn) {
    @Override
    public String toString() {
      return withdrawn ? "withdrawn" : split + "/" + label;
    }
  }

  boolean kept() {
    return "kept".equals(placement);
  }
}

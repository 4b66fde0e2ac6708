package io.streamsight.contract.dataset;

/**
 * One labelled image of a data set.
 *
 * @param contentHash SHA-256 of the encoded bytes: the truth
 * @param partition of {@code images}: with the offset, a hint where the bytes are
 */
public record Example(
    String imageId, String contentHash, Split split, String label, int partition, long offset) {
  /** Of an image that is assigned and indexed. */
  static Example of(PlacedImage placed) {
    IndexRecord.Indexed image = (IndexRecord.Indexed) placed.image();
    return new Example(
        placed.imageId(),
        image.contentHash(),
        placed.assignment().split(),
        placed.assignment().label(),
        image.partition(),
        image.offset());
  }
}

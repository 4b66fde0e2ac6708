package io.streamsight.contract.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.streamsight.contract.image.ImageFormat;

/** The value of {@code image-index}: what the indexer found at one position of {@code images}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
  @JsonSubTypes.Type(value = IndexRecord.Indexed.class, name = "indexed"),
  @JsonSubTypes.Type(value = IndexRecord.Refused.class, name = "refused"),
  @JsonSubTypes.Type(value = IndexRecord.Erased.class, name = "erased")
})
public sealed interface IndexRecord {
  /** The partition of {@code images}. */
  int partition();

  /** The offset in that partition. */
  long offset();

  /**
   * Whether it stands in another partition than murmur2 of its key gives: its producer used another
   * partitioner, so compaction will not let a later record of the id replace it.
   */
  boolean misplaced();

  /**
   * An image that decodes.
   *
   * @param contentHash SHA-256 of the encoded bytes
   * @param width in pixels, orientation applied
   * @param height in pixels, orientation applied
   */
  record Indexed(
      String contentHash,
      int bytes,
      int width,
      int height,
      ImageFormat format,
      int partition,
      long offset,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean misplaced)
      implements IndexRecord {}

  /** A value that is no usable image; its bytes are in the dead letters. */
  record Refused(
      String reason,
      String detail,
      int partition,
      long offset,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean misplaced)
      implements IndexRecord {}

  /** A tombstone: the image was erased. */
  record Erased(
      int partition, long offset, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean misplaced)
      implements IndexRecord {}
}

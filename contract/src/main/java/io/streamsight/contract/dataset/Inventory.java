package io.streamsight.contract.dataset;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that the log says about one data set at one moment, what is amiss included.
 *
 * @param images every image that was ever assigned, sorted by id
 * @param unassigned images that are indexed, but that no data set assigns, sorted already: all data
 *     sets share the list
 */
public record Inventory(String dataset, List<PlacedImage> images, List<String> unassigned) {
  public Inventory {
    images = images.stream().sorted(Comparator.comparing(PlacedImage::imageId)).toList();
    unassigned = List.copyOf(unassigned);
  }

  public Stream<PlacedImage> images(PlacedImage.State state) {
    return images.stream().filter(image -> image.state() == state);
  }

  /** What a trainer sees of it. */
  public Dataset asDataset() {
    return new Dataset(
        dataset,
        images(PlacedImage.State.EXAMPLE).map(Example::of).toList(),
        images(PlacedImage.State.MISSING).map(PlacedImage::imageId).toList(),
        images(PlacedImage.State.REFUSED).map(PlacedImage::imageId).toList());
  }
}

package io.streamsight.local.demo;

import io.streamsight.contract.dataset.Split;
import io.streamsight.local.pictures.DrawnPictures;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Pictures drawn by code, in equal shares: 70 % train, 15 % validation, 15 % test. */
final class DrawnSet {
  private final DrawnPictures drawn;

  private DrawnSet(DrawnPictures drawn) {
    this.drawn = drawn;
  }

  /**
   * @param images of the data set
   * @param heldOut beyond it, for the stream
   */
  static PictureSet of(long seed, int images, int heldOut) {
    return new DrawnSet(new DrawnPictures(seed)).set(images, heldOut);
  }

  private PictureSet set(int images, int heldOut) {
    int validationFrom = Math.round(images * 0.70f);
    int testFrom = Math.round(images * 0.85f);
    Map<Split, List<Picture>> splits = new EnumMap<>(Split.class);
    splits.put(Split.TRAIN, pictures(0, validationFrom));
    splits.put(Split.VALIDATION, pictures(validationFrom, testFrom));
    splits.put(Split.TEST, pictures(testFrom, images));
    return new PictureSet(splits, pictures(images, images + heldOut));
  }

  private List<Picture> pictures(int from, int to) {
    List<String> labels = drawn.labels();
    var pictures = new ArrayList<Picture>();
    for (int i = from; i < to; i++) {
      int index = i;
      String label = labels.get(i % labels.size());
      pictures.add(
          new Picture("%s.%06d.jpg".formatted(label, i), label, () -> drawn.jpeg(label, index)));
    }
    return pictures;
  }
}

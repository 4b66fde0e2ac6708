package io.streamsight.local.demo;

import io.streamsight.contract.dataset.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a demo publishes and what it streams.
 *
 * @param splits the data set
 * @param heldOut for the stream: not trained on
 */
record PictureSet(Map<Split, List<Picture>> splits, List<Picture> heldOut) {
  PictureSet {
    splits = new EnumMap<>(splits);
    heldOut = List.copyOf(heldOut);
  }

  int size() {
    return splits.values().stream().mapToInt(List::size).sum();
  }

  /** A picture that was refused once would be refused again in the stream. */
  PictureSet without(Set<Picture> refused) {
    return new PictureSet(
        splits, heldOut.stream().filter(picture -> !refused.contains(picture)).toList());
  }

  /** {@code count} pictures for the stream; begins again where there are fewer. */
  List<Picture> stream(int count) {
    var pictures = new ArrayList<Picture>(count);
    for (int i = 0; i < count; i++) {
      pictures.add(heldOut.get(i % heldOut.size()));
    }
    return pictures;
  }
}

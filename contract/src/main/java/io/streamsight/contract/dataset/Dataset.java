package io.streamsight.contract.dataset;

import io.streamsight.contract.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A data set as it follows from a prefix of the log.
 *
 * @param examples assigned and indexed, sorted by image id
 * @param missing ids that are assigned, but of which no image is indexed (yet), sorted
 * @param refused ids that are assigned, but whose image was refused or erased, sorted
 */
public record Dataset(
    String name, List<Example> examples, List<String> missing, List<String> refused) {
  public List<Example> of(Split split) {
    return examples.stream().filter(e -> e.split() == split).toList();
  }

  /** The labels of all splits, sorted: a label's position is the index of its score. */
  public List<String> labels() {
    return examples.stream().map(Example::label).distinct().sorted().toList();
  }

  /** Images by split and label. */
  public Map<Split, Map<String, Integer>> counts() {
    Map<Split, Map<String, Integer>> counts = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      counts.put(split, new TreeMap<>());
    }
    examples.forEach(e -> counts.get(e.split()).merge(e.label(), 1, Integer::sum));
    return counts;
  }

  /**
   * What the data set is, whatever the offsets: SHA-256 over id, content hash, label and split of
   * every example in order of id. None of the four can hold the separators.
   */
  public String digest() {
    MessageDigest digest = Sha256.digest();
    for (Example e : examples) {
      String line =
          String.join("\0", e.imageId(), e.contentHash(), e.label(), e.split().text()) + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}

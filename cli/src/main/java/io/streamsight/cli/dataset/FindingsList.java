package io.streamsight.cli.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamsight.cli.HttpService;
import io.streamsight.cli.OutputOptions;
import io.streamsight.cli.Printable;
import io.streamsight.cli.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that is behind one number of a data set's report, page by page, as of one moment: later pages
 * are asked for as of the first one's offsets.
 */
final class FindingsList {
  private static final int PAGE = 1_000;

  private final HttpService ingest;
  private final String dataset;
  private final String kind;
  private final String indexOffsets;
  private final String splitsOffsets;

  /**
   * @param indexOffsets JSON; null for now, as {@code splitsOffsets}
   */
  FindingsList(
      HttpService ingest, String dataset, String kind, String indexOffsets, String splitsOffsets) {
    this.ingest = ingest;
    this.dataset = dataset;
    this.kind = kind;
    this.indexOffsets = indexOffsets;
    this.splitsOffsets = splitsOffsets;
  }

  void print(OutputOptions output) throws InterruptedException {
    if (output.json()) {
      List<JsonNode> all = new ArrayList<>();
      each(all::add);
      output.print(all);
    } else {
      var any = new AtomicBoolean();
      each(
          finding -> {
            any.set(true);
            System.out.println(line(finding));
          });
      if (!any.get()) {
        System.out.printf("%s: none in %s%n", kind, dataset);
      }
    }
  }

  private void each(Consumer<JsonNode> takes) throws InterruptedException {
    String index = indexOffsets;
    String splits = splitsOffsets;
    int offset = 0;
    int got;
    do {
      JsonNode answer =
          ingest.get(
              Query.of("datasets", dataset, "findings")
                  .with("kind", kind)
                  .with("offset", offset)
                  .with("limit", PAGE)
                  .with("indexOffsets", index)
                  .with("splitsOffsets", splits),
              JsonNode.class);
      index = answer.path("indexOffsets").toString();
      splits = answer.path("splitsOffsets").toString();
      JsonNode page = answer.path("findings");
      page.forEach(takes);
      got = page.size();
      offset += got;
    } while (got == PAGE);
  }

  /** An image: id, split, label, reason. Copies of one: the hash, then each of them. */
  private static String line(JsonNode finding) {
    if (finding.has("images")) {
      var group = new StringBuilder(finding.path("contentHash").asText());
      finding
          .path("images")
          .forEach(copy -> group.append(System.lineSeparator()).append("  ").append(image(copy)));
      return group.toString();
    }
    return image(finding);
  }

  private static String image(JsonNode image) {
    return Stream.of("imageId", "split", "label", "reason", "detail")
        .map(field -> image.path(field).asText(""))
        .filter(text -> !text.isEmpty())
        .map(Printable::text)
        .collect(Collectors.joining("  "));
  }
}

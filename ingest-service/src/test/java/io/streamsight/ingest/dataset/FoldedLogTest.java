package io.streamsight.ingest.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.dataset.SplitKey;
import io.streamsight.contract.event.Json;
import io.streamsight.contract.image.ImageFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class FoldedLogTest {
  private final FoldedLog log = new FoldedLog();

  private void index(String id, long offset) {
    var line = new IndexRecord.Indexed("h", 9, 8, 8, ImageFormat.JPEG, 0, offset, false);
    byte[] key = id.getBytes(StandardCharsets.UTF_8);
    log.foldIndex(new ConsumerRecord<>("image-index", 0, offset, key, Json.write(line)));
  }

  @Test
  void shouldListUnassignedImagesByIdInEveryDataSet() {
    List<String> ids = List.of("m", "train/cat.2", "a", "z", "train/cat.10", "b");
    for (int i = 0; i < ids.size(); i++) {
      index(ids.get(i), i);
    }
    for (String dataset : List.of("pets", "others")) {
      byte[] key = new SplitKey(dataset, "m").toKey();
      byte[] place = Json.write(SplitAssignment.of(Split.TRAIN, "cat"));
      log.foldSplit(new ConsumerRecord<>("image-splits", 0, 0, key, place));
    }

    assertThat(log.observeAll())
        .hasSize(2)
        .allSatisfy(
            observed ->
                assertThat(observed.inventory().unassigned())
                    .containsExactly("a", "b", "train/cat.10", "train/cat.2", "z"));
  }
}

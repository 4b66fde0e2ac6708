package io.streamsight.trainer.worker;

import io.streamsight.contract.dataset.Dataset;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.model.ModelMetadata.Lineage;
import io.streamsight.trainer.dataset.Snapshot;
import io.streamsight.trainer.training.Examples;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** What a run learns from and is measured by. Whoever opened it closes it. */
record RunData(
    Snapshot snapshot,
    Preprocessing preprocessing,
    Examples train,
    Examples validation,
    Examples test)
    implements Closeable {
  Dataset dataset() {
    return snapshot.dataset();
  }

  Lineage lineage() {
    return snapshot.lineage();
  }

  List<String> labels() {
    return snapshot.dataset().labels();
  }

  @Override
  public void close() throws IOException {
    try (train;
        validation;
        test) {
      // All three, whichever of them fails.
    }
  }
}

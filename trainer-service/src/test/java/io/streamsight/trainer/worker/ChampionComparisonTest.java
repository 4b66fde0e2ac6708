package io.streamsight.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamsight.contract.dataset.Dataset;
import io.streamsight.contract.dataset.Example;
import io.streamsight.contract.dataset.Split;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChampionComparisonTest {
  private static Example example(String id, String hash, Split split) {
    return new Example(id, hash, split, "cat", 0, 0);
  }

  @Test
  void shouldNotCompareOnAPictureThatTheCandidateTrainedOnUnderAnotherId() {
    Dataset dataset =
        new Dataset(
            "pets",
            List.of(
                example("a", "same", Split.TRAIN),
                example("b", "new", Split.VALIDATION),
                example("c", "same", Split.VALIDATION)),
            List.of(),
            List.of());
    Set<String> seen = new HashSet<>();
    ChampionComparison.addTrain(dataset, seen);

    List<Example> validation = dataset.of(Split.VALIDATION);
    assertThat(ChampionComparison.unseen(validation, seen))
        .containsExactly(validation.indexOf(example("b", "new", Split.VALIDATION)));
  }
}

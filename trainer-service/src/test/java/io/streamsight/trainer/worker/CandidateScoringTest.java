package io.streamsight.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.image.Preprocessing;
import io.streamsight.contract.log.Offsets;
import io.streamsight.contract.model.ModelMetadata;
import io.streamsight.contract.model.SelfTest;
import io.streamsight.contract.run.TrainingRequest;
import io.streamsight.trainer.dataset.Pictures;
import io.streamsight.trainer.net.Architecture;
import io.streamsight.trainer.net.Net;
import io.streamsight.trainer.training.Drawings;
import io.streamsight.trainer.training.Examples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes out of it may be published: nothing comes out that the two engines see otherwise. */
class CandidateScoringTest {
  private static final int SIZE = 16;

  private static final ModelMetadata METADATA =
      new ModelMetadata(
          "pets",
          "run",
          List.of("cat", "dog"),
          Preprocessing.kerasV1(SIZE, SIZE),
          1,
          TrainingRequest.of("pets", "photos"),
          1,
          new ModelMetadata.Lineage(
              "photos",
              "digest",
              new Offsets(Map.of()),
              new Offsets(Map.of()),
              Map.of(Split.TRAIN, 1)),
          null,
          null,
          "test");

  @TempDir Path folder;

  private final CandidateScoring scoring = new CandidateScoring();
  private Net net;
  private Examples validation;
  private Examples test;

  @BeforeEach
  void open() {
    net = Net.create(new Architecture(Architecture.MINI_XCEPTION, SIZE, 2, 16, 1), 1);
    validation = Drawings.write(folder.resolve("validation"), 40, SIZE, 2, 1);
    test = Drawings.write(folder.resolve("test"), 8, SIZE, 2, 2);
  }

  @AfterEach
  void close() throws IOException {
    net.close();
    validation.close();
    test.close();
  }

  private CandidateScoring.Scored score(Examples validation) {
    return scoring.score(net, METADATA, validation, test, () -> false);
  }

  private static void assertRefused(ThrowingCallable scoring, String why) {
    assertThatThrownBy(scoring)
        .isInstanceOfSatisfying(
            StreamsightException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PARITY_FAILED))
        .hasMessageContaining(why);
  }

  @Test
  void shouldGiveAFileWhoseScoresAreTheTrainingEngines() {
    CandidateScoring.Scored scored = score(validation);

    assertThat(scored.metadata().metrics().parityMaxAbsDiff())
        .isLessThan(CandidateScoring.PARITY_TOLERANCE);
    assertThat(scored.validationRight()).hasSize(40);
  }

  /** The map's cells and the bias are the logit, whose sigmoid is the score. */
  @Test
  void shouldSayWhatScoresAndMapsItsDrawnPicturesGet() {
    float bias = 0.25f;
    Map<String, float[]> values = net.values();
    values.get("dense.bias")[0] = bias;
    net.setValues(values);

    List<SelfTest.Case> cases = score(validation).metadata().selfTest().cases();

    assertThat(cases).hasSize(4);
    for (SelfTest.Case drawn : cases) {
      double logit = drawn.map().stream().mapToDouble(f -> f).sum();
      logit += drawn.best() == 1 ? bias : -bias;
      double score = 1 / (1 + Math.exp(-logit));
      assertThat(drawn.scores().get(drawn.best())).isCloseTo((float) score, offset(1e-5f));
    }
  }

  @Test
  void shouldRefuseAFileWhoseScoresAreNotTheTrainingEngines() {
    Examples otherwise =
        new Examples(new SecondTimeOtherwise(validation.pixels()), validation.labels());

    assertRefused(() -> score(otherwise), "1.0E-4 is allowed");
  }

  @Test
  void shouldRefuseANetThatGivesNoNumbersThoughBothAgreeOnThat() {
    Map<String, float[]> values = net.values();
    values.get("dense.bias")[0] = Float.NaN;
    net.setValues(values);

    assertRefused(() -> score(validation), "Infinity");
  }

  /** Negatives to whoever reads them after ONNX Runtime: the two engines then disagree. */
  private static final class SecondTimeOtherwise implements Pictures {
    private final Pictures pictures;
    private int reads;

    SecondTimeOtherwise(Pictures pictures) {
      this.pictures = pictures;
    }

    @Override
    public int count() {
      return pictures.count();
    }

    @Override
    public int height() {
      return pictures.height();
    }

    @Override
    public int width() {
      return pictures.width();
    }

    @Override
    public void read(int position, ByteBuffer target) throws IOException {
      int from = target.position();
      pictures.read(position, target);
      if (++reads > count()) {
        for (int i = from; i < target.position(); i++) {
          target.put(i, (byte) ~target.get(i));
        }
      }
    }

    @Override
    public void close() {}
  }
}

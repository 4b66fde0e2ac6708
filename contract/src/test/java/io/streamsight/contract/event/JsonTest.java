package io.streamsight.contract.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.IndexRecord;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import io.streamsight.contract.image.ImageFormat;
import io.streamsight.contract.registry.Proposal;
import io.streamsight.contract.run.TrainingRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  private static <T> T read(String json, Class<T> type) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
  }

  private static String write(Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }

  @Test
  void shouldReadAnAssignmentAsAPersonWritesIt() {
    assertThat(read("{\"split\":\"train\",\"label\":\"cat\"}", SplitAssignment.class))
        .isEqualTo(SplitAssignment.of(Split.TRAIN, "cat"));
    assertThat(read("{\"withdrawn\":true}", SplitAssignment.class))
        .isEqualTo(SplitAssignment.WITHDRAWN);
    assertThat(write(SplitAssignment.of(Split.VALIDATION, "cat")))
        .isEqualTo("{\"split\":\"validation\",\"label\":\"cat\"}");
  }

  @Test
  void shouldIgnoreUnknownFields() {
    assertThat(read("{\"split\":\"test\",\"label\":\"cat\",\"by\":\"me\"}", SplitAssignment.class))
        .isEqualTo(SplitAssignment.of(Split.TEST, "cat"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"split\":\"train\"                 | EVENT_MALFORMED | ",
        "{\"split\":\"train\"}                | EVENT_INVALID   | label",
        "{\"label\":\"cat\"}                  | EVENT_INVALID   | split is missing",
        "{\"split\":\"dev\",\"label\":\"c\"}  | EVENT_INVALID   | 'dev' is none of",
        "{\"split\":\"test\",\"label\":\" \"} | EVENT_INVALID   | label",
        "null                                 | EVENT_MALFORMED | null",
        "[]                                   | EVENT_MALFORMED | ",
        "{\"withdrawn\":true} {}               | EVENT_MALFORMED | "
      })
  void shouldSayWhatIsWrongWithAnAssignment(String json, Reason reason, String words) {
    assertThatThrownBy(() -> read(json, SplitAssignment.class))
        .hasMessageContaining(words == null ? "" : words)
        .isInstanceOfSatisfying(
            StreamsightException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void shouldRefuseAnEmptyValue() {
    assertThatThrownBy(() -> Json.read(null, SplitAssignment.class)).hasMessageContaining("empty");
  }

  @Test
  void shouldTellTheKindsOfIndexRecordsApart() {
    IndexRecord record = new IndexRecord.Indexed("h", 9, 3, 2, ImageFormat.PNG, 1, 7, false);
    assertThat(write(record)).startsWith("{\"status\":\"indexed\"");
    assertThat(Json.read(Json.write(record), IndexRecord.class)).isEqualTo(record);
    IndexRecord refused = new IndexRecord.Refused("image-empty", "no bytes", 1, 8, false);
    assertThat(Json.read(Json.write(refused), IndexRecord.class)).isEqualTo(refused);
  }

  @Test
  void shouldKeepAProposalOfALaterReleaseAsUnknown() {
    assertThat(
            read(
                "{\"proposal\":\"dance\",\"model\":\"m\",\"by\":\"ann\",\"to\":7}", Proposal.class))
        .isEqualTo(new Proposal.Unknown("m", "dance", "ann"));
  }

  @Test
  void shouldReadBackAProposal() {
    Proposal proposal =
        new Proposal.RunRequested(
            "pets",
            "r1",
            TrainingRequest.of("pets", "photos")
                .withRecipe("quick", null)
                .withScale(64, 5, null)
                .withSeed(3L),
            "ann");
    assertThat(Json.read(Json.write(proposal), Proposal.class)).isEqualTo(proposal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"dataset\":\"d\"}                                           | model is missing",
        "{\"model\":\"m\"}                                            | dataset is missing",
        "{\"model\":\"m\",\"repeat\":\"m\"}                      | NAME/VERSION",
        "{\"model\":\"a b\",\"dataset\":\"d\"}                         | model: the name 'a b'"
      })
  void shouldSayWhatIsWrongWithATrainingRequest(String json, String words) {
    assertThatThrownBy(() -> read(json, TrainingRequest.class))
        .hasMessageContaining(words)
        .isInstanceOfSatisfying(
            StreamsightException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.EVENT_INVALID));
  }

  @Test
  void shouldNameARepetitionAfterItsVersionUnlessToldOtherwise() {
    assertThat(read("{\"repeat\":\"pets/3\"}", TrainingRequest.class).model()).isEqualTo("pets");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"model\":\"m\",\"dataset\":\"d\",\"epochs\":\"many\"}  | epochs: a whole number is expected",
        "{\"model\":\"m\",\"dataset\":\"d\",\"settings\":[1]}     | settings: an object is expected",
        "{\"model\":\"m\",\"dataset\":[]}                          | dataset: a text is expected",
        "[]                                                        | an object is expected"
      })
  void shouldNameTheFieldThatHasAnotherType(String json, String words) {
    assertThatThrownBy(() -> read(json, TrainingRequest.class))
        .hasMessage(words)
        .isInstanceOfSatisfying(
            StreamsightException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.EVENT_MALFORMED));
  }

  @Test
  void shouldRefuseAFieldThatNobodyKnowsOnlyWhereItCanBeAnswered() throws Exception {
    String json = "{\"model\":\"m\",\"dataset\":\"d\",\"epoch\":3}";
    assertThat(read(json, TrainingRequest.class).epochs()).isNull();
    assertThatThrownBy(() -> Json.readStrictly(Json.MAPPER.readTree(json), TrainingRequest.class))
        .hasMessageContaining("field 'epoch' is not known; known: architecture, batchSize")
        .isInstanceOfSatisfying(
            StreamsightException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.EVENT_INVALID));
  }
}

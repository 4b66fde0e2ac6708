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
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private static <T> T read(String json, Class<T> type) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8), type);
  }

  private static <T extends Record> T readStrictly(String json, Class<T> type) {
    return Json.readStrictly(json.getBytes(StandardCharsets.UTF_8), type);
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
    assertThatThrownBy(() -> readStrictly(json, TrainingRequest.class))
        .hasMessageContaining("field 'epoch' is not known; known: architecture, batchSize")
        .isInstanceOfSatisfying(
            StreamsightException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.EVENT_INVALID));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'epochs':1.9}                | epochs: a whole number is expected",
        "{'epochs':2.0}                | epochs: a whole number is expected",
        "{'epochs':'1'}                | epochs: a whole number is expected",
        "{'epochs':''}                 | epochs: a whole number is expected",
        "{'epochs':true}               | epochs: a whole number is expected",
        "{'seed':1e3}                  | seed: a whole number is expected",
        "{'recipe':5}                  | recipe: a text is expected",
        "{'recipe':1.5}                | recipe: a text is expected",
        "{'recipe':true}               | recipe: a text is expected",
        "{'repeat':5}                  | repeat: a text is expected",
        "{'fineTuning':{'from':7}}     | fineTuning.from: a text is expected",
        "{'fineTuning':{'from':'m/1','freezeBatchNorm':1}} | fineTuning.freezeBatchNorm: true or false is expected",
        "{'fineTuning':{'from':'m/1','frozenBlocks':2.5}} | fineTuning.frozenBlocks: a whole number is expected",
        "{'epochs':1,'epochs':2}       | epochs",
        "{'settings':{'flip':true,'flip':false}} | flip",
        "{'epochs':99999999999}        | epochs: "
      })
  void shouldTakeNothingForSomethingElseWhereItCanBeAnswered(String json, String words) {
    String whole =
        json.replace('\'', '"').replaceFirst("\\{", "{\"model\":\"m\",\"dataset\":\"d\",");
    assertThatThrownBy(() -> readStrictly(whole, TrainingRequest.class))
        .hasMessageContaining(words)
        .isInstanceOfSatisfying(
            StreamsightException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.EVENT_MALFORMED));
  }

  /** Of a record, whoever reads it by its schema alone must come to the same. */
  @ParameterizedTest
  @ValueSource(strings = {"1.0", "'1'", "1e0", "true", "''"})
  void shouldTakeNothingButAWholeNumberForOneInARecord(String to) {
    String json =
        "{'proposal':'alias-moved','model':'m','alias':'champion','to':%s,'why':'w','by':'b'}"
            .formatted(to)
            .replace('\'', '"');
    assertThatThrownBy(() -> read(json, Proposal.class))
        .isInstanceOf(StreamsightException.class)
        .hasMessageContaining("to: a whole number is expected");
  }

  /** A move that nobody can account for is none. */
  @ParameterizedTest
  @ValueSource(strings = {"'why':'w'", "'by':'b'", "'why':' ','by':'b'", "'why':'w','by':null"})
  void shouldAskWhoAndWhyOfAMove(String given) {
    String json =
        "{'proposal':'alias-moved','model':'m','alias':'champion','to':1,%s}"
            .formatted(given)
            .replace('\'', '"');
    assertThatThrownBy(() -> read(json, Proposal.class))
        .isInstanceOf(StreamsightException.class)
        .hasMessageContaining("is missing");
  }

  @Test
  void shouldSayWhereTheJsonIsBrokenWithoutTheParsersInternals() {
    String deep = "{\"model\":\"m\",\"dataset\":\"d\",\"settings\":{\"a\":" + "[".repeat(2_000);
    assertProblem("{\"model\":\"m\",", "the JSON ends too early, line 1, column");
    assertProblem("{\"model\":\"m\",\"settings\":{\"a\":1", "the JSON ends too early");
    assertProblem(deep, "the JSON is nested too deeply");
    assertProblem("{\"model\":\"m\" \"dataset\":\"d\"}", "line 1, column");
    assertProblem("[1", "an object is expected");
    assertProblem("nonsense", "line 1, column");
    assertProblem("{\"model\":\"m\",\"settings\":{\"a\":[1}}", "line 1, column");
  }

  private static void assertProblem(String json, String words) {
    assertThatThrownBy(() -> readStrictly(json, TrainingRequest.class))
        .satisfies(e -> assertThat(e.getMessage()).contains(words))
        .satisfies(
            e -> assertThat(e.getMessage()).doesNotContain("Source", "REDACTED", "StreamRead"));
  }
}

package io.streamsight.ingest.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import io.streamsight.contract.dataset.Split;
import io.streamsight.contract.dataset.SplitAssignment;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final String HASH = "0".repeat(64);

  private static ImportOptions options(Consumer<ImportParameters> with) {
    var parameters = new ImportParameters();
    parameters.dataset = "pets";
    with.accept(parameters);
    return ImportOptions.of(parameters);
  }

  private static Place place(String path, Consumer<ImportParameters> with) {
    return new Placement(options(with)).place(path);
  }

  private static SplitAssignment assignment(String path, Consumer<ImportParameters> with) {
    return ((Place.Placed) place(path, with)).assignment(HASH);
  }

  @Test
  void shouldPlaceByFoldersOrByContent() {
    assertThat(assignment("validation/dog/1.jpg", p -> {}))
        .isEqualTo(SplitAssignment.of(Split.VALIDATION, "dog"));
    assertThat(assignment("dog/1.jpg", p -> {})).isEqualTo(SplitAssignment.of(Split.TRAIN, "dog"));
    assertThat(assignment("dog/1.jpg", p -> p.ratio = "0,0,1"))
        .isEqualTo(SplitAssignment.of(Split.TEST, "dog"));
  }

  @Test
  void shouldPlaceByTheNumberInTheNameAsTheBookDoes() {
    Consumer<ImportParameters> book =
        p -> {
          p.train = "0-999";
          p.validation = "1000-1499";
          p.test = "1500-2499";
        };
    assertThat(assignment("cat.999.jpg", book)).isEqualTo(SplitAssignment.of(Split.TRAIN, "cat"));
    assertThat(assignment("train/dog.1000.jpg", book))
        .isEqualTo(SplitAssignment.of(Split.VALIDATION, "dog"));
    assertThat(assignment("dog/img2_1500.jp2", book))
        .isEqualTo(SplitAssignment.of(Split.TEST, "dog"));
    assertThat(place("cat.2500.jpg", book)).isInstanceOf(Place.Outside.class);
    assertThat(place("cat/first.jpg", book))
        .isInstanceOfSatisfying(
            Place.Unplaced.class, u -> assertThat(u.detail()).contains("cat/first.jpg"));
  }

  @Test
  void shouldHoldAllFilesToTheLayoutOfTheFirst() {
    var placement = new Placement(options(p -> {}));
    placement.place("train/cat/1.jpg");
    assertThat(placement.layout()).isEqualTo(Layout.SPLIT_FOLDERS);
    assertThat(placement.place("cat/1.jpg"))
        .isInstanceOfSatisfying(
            Place.Unplaced.class, u -> assertThat(u.detail()).contains("split-folders"));
  }

  @Test
  void shouldNotMixSplitsWhenFoldersNameThemButTheLayoutDoesNot() {
    assertThat(place("train/cat.1.jpg", p -> {}))
        .isInstanceOfSatisfying(
            Place.Unplaced.class, u -> assertThat(u.detail()).contains("name the layout"));
    var placement = new Placement(options(p -> {}));
    placement.place("cat/1.jpg");
    assertThat(placement.place("test/cat/1.jpg")).isInstanceOf(Place.Unplaced.class);
    // Whoever says so may.
    assertThat(assignment("train/cat.1.jpg", p -> p.layout = "file-names").label())
        .isEqualTo("cat");
    assertThat(assignment("train/cat.1.jpg", p -> p.ratio = "0,0,1").split()).isEqualTo(Split.TEST);
  }

  @Test
  void shouldNotMixTheFoldersOfTwoSplitsByARatioThatNobodyMeantForBoth() {
    var placement = new Placement(options(p -> p.ratio = "0,0,1"));
    assertThat(placement.place("photos/train/cat.1.jpg")).isInstanceOf(Place.Placed.class);
    assertUnplaced(
        placement.place("photos/test/cat.2.jpg"),
        "photos/test/cat.2.jpg",
        "for test",
        "for train",
        "replace");
    assertThat(placement.place("cat.3.jpg")).isInstanceOf(Place.Placed.class);
    // The folders of a layout that tells splits: not even the first.
    assertUnplaced(place("train/cat/1.jpg", p -> p.ratio = "0,0,1"), "for train", "anew");
    var labelled =
        new Placement(
            options(
                p -> {
                  p.ratio = "0,0,1";
                  p.label = "cat";
                }));
    assertThat(labelled.place("train/1.jpg")).isInstanceOf(Place.Placed.class);
    assertThat(labelled.place("test/2.jpg")).isInstanceOf(Place.Unplaced.class);
    // Whoever says so may.
    var named =
        new Placement(
            options(
                p -> {
                  p.ratio = "0,0,1";
                  p.layout = "class-folders";
                }));
    assertThat(named.place("train/cat/1.jpg")).isInstanceOf(Place.Placed.class);
    assertThat(named.place("test/cat/2.jpg")).isInstanceOf(Place.Placed.class);
  }

  @Test
  void shouldLetAFileThatTellsNoLabelDecideNothing() {
    var placement = new Placement(options(p -> {}));
    assertUnplaced(placement.place("stray.jpg"), "stray.jpg", "tells no label");
    assertThat(placement.layout()).isNull();
    assertThat(placement.place("cat/1.jpg")).isInstanceOf(Place.Placed.class);
    assertThat(placement.layout()).isEqualTo(Layout.CLASS_FOLDERS);
  }

  @Test
  void shouldNotTakeFilesForALayoutThatTheyDoNotLookLike() {
    var placement = new Placement(options(p -> {}));
    assertThat(placement.place("IMG_1.jpg")).isInstanceOf(Place.Placed.class);
    assertUnplaced(placement.place("dog/husky_2.jpg"), "dog/husky_2.jpg", "file-names");
    // Whoever says so may.
    assertThat(assignment("dog/husky_2.jpg", p -> p.layout = "file-names").label())
        .isEqualTo("husky");
  }

  @Test
  void shouldNeedNoLayoutForALabelThatIsGiven() {
    var placement = new Placement(options(p -> p.label = "cat"));
    assertThat(((Place.Placed) placement.place("IMG.jpg")).assignment(HASH))
        .isEqualTo(SplitAssignment.of(Split.TRAIN, "cat"));
    assertThat(placement.place("more/deep/IMH.jpg")).isInstanceOf(Place.Placed.class);
    assertThat(placement.layout()).isNull();
  }

  @Test
  void shouldLetParametersWinOverThePath() {
    assertThat(
            assignment(
                "train/cat/1.jpg",
                p -> {
                  p.split = "test";
                  p.label = "lynx";
                }))
        .isEqualTo(SplitAssignment.of(Split.TEST, "lynx"));
    assertThat(assignment("train/cat/1.jpg", p -> p.label = "lynx"))
        .isEqualTo(SplitAssignment.of(Split.TRAIN, "lynx"));
  }

  @Test
  void shouldPlaceNothingWithoutADataSet() {
    assertThat(place("train/cat/1.jpg", p -> p.dataset = null)).isInstanceOf(Place.Nowhere.class);
  }

  @Test
  void shouldRefuseLabelsThatNoReaderWouldTake() {
    assertThat(place("train/" + "x".repeat(201) + "/1.jpg", p -> {}))
        .isInstanceOf(Place.Unplaced.class);
  }

  @Test
  void shouldRefuseOptionsThatContradictEachOther() {
    assertRefused(
        "not both",
        p -> {
          p.ratio = "1,0,0";
          p.train = "0-9";
        });
    assertRefused(
        "not both",
        p -> {
          p.ratio = "1,0,0";
          p.split = "test";
        });
    assertRefused(
        "split-folders",
        p -> {
          p.layout = "split-folders";
          p.ratio = "1,0,0";
        });
    assertRefused(
        "need a dataset",
        p -> {
          p.dataset = null;
          p.label = "cat";
        });
    assertRefused("'no/name'", p -> p.dataset = "no/name");
    assertRefused("'exam'", p -> p.split = "exam");
    assertRefused("maxSide=8", p -> p.maxSide = 8);
    assertRefused("label", p -> p.label = " ");
    assertRefused("files=-1", p -> p.files = -1L);
  }

  private static void assertUnplaced(Place place, String... words) {
    assertThat(place)
        .isInstanceOfSatisfying(
            Place.Unplaced.class, unplaced -> assertThat(unplaced.detail()).contains(words));
  }

  private static void assertRefused(String word, Consumer<ImportParameters> with) {
    assertThatThrownBy(() -> options(with))
        .hasMessageContaining(word)
        .isInstanceOfSatisfying(
            StreamsightException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.EVENT_INVALID));
  }
}

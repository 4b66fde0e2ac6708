package io.streamsight.ingest.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.dataset.Split;
import io.streamsight.ingest.imports.Layout.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
  @ParameterizedTest
  @CsvSource({
    "train/cat/1.jpg, TRAIN",
    "validation/cat/1.jpg, VALIDATION",
    "valid/cat/1.jpg, VALIDATION",
    "pets/Val/cat/x.jpg, VALIDATION",
    "a/b/test/cat/1.jpg, TEST"
  })
  void shouldReadSplitAndLabelFromTheFoldersAboveAFile(String path, Split split) {
    assertThat(Layout.SPLIT_FOLDERS.read(path)).contains(new Told("cat", split));
  }

  @ParameterizedTest
  @CsvSource({"cat/1.jpg", "training/cat/1.jpg", "1.jpg", "train/1.jpg"})
  void shouldNotFindASplitWhereNoFolderNamesIt(String path) {
    assertThat(Layout.SPLIT_FOLDERS.read(path)).isEmpty();
  }

  @Test
  void shouldReadTheLabelFromTheFolderOfAFile() {
    assertThat(Layout.CLASS_FOLDERS.read("pets/cat/whatever")).contains(new Told("cat", null));
    assertThat(Layout.CLASS_FOLDERS.read("whatever.jpg")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cat.123.jpg, cat",
    "train/cat.123.jpg, cat",
    "cat_7.png, cat",
    "cat7.png, cat",
    "cat-7, cat",
    "great dane (12).jpg, ",
    "great_dane_12.jpg, great_dane",
    "route66.5.jpg, route66",
    "7_001.png, 7",
    "123.jpg, ",
    "cat.jpg, "
  })
  void shouldReadTheLabelBeforeTheNumberInAFileName(String path, String label) {
    assertThat(Layout.FILE_NAMES.read(path).map(Told::label).orElse(null)).isEqualTo(label);
  }

  @ParameterizedTest
  @CsvSource({
    "train/cat/1.jpg, false, SPLIT_FOLDERS",
    "pets/test/dog/1.jpg, false, SPLIT_FOLDERS",
    // The ranges or the ratio tell the split, so the folder need not.
    "train/cat/1.jpg, true, CLASS_FOLDERS",
    "cat/1.jpg, false, CLASS_FOLDERS",
    "cat.1.jpg, false, FILE_NAMES",
    // Nobody's label is 'train'.
    "train/cat.1.jpg, true, FILE_NAMES",
    "train/cat.1.jpg, false, FILE_NAMES"
  })
  void shouldTellTheLayoutFromOnePath(String path, boolean splitTold, Layout layout) {
    assertThat(Layout.toldBy(path, splitTold)).isEqualTo(layout);
  }

  @Test
  void shouldNameTheLayoutsThatExistWhenAskedForAnother() {
    assertThat(Layout.of("auto")).isEmpty();
    assertThat(Layout.of("file-names")).contains(Layout.FILE_NAMES);
    assertThatThrownBy(() -> Layout.of("flat"))
        .hasMessageContaining("'flat'")
        .hasMessageContaining("class-folders");
  }
}

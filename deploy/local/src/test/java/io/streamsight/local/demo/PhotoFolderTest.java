package io.streamsight.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamsight.contract.dataset.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoFolderTest {
  @TempDir Path folder;

  @Test
  void shouldKeepTheShareOfEverySplitAndLabelWhenLimited() throws Exception {
    put("train", "cat", 6);
    put("train", "dog", 4);
    put("validation", "cat", 2);
    put("validation", "dog", 2);
    put("test", "cat", 3);
    put("test", "dog", 3);
    PictureSet half = PhotoFolder.read(folder, 10);
    assertThat(half.splits().get(Split.TRAIN))
        .extracting(Picture::label)
        .containsExactly("cat", "dog", "cat", "dog", "cat");
    assertThat(half.size()).isEqualTo(11);
    assertThat(PhotoFolder.read(folder, 1_000).size()).isEqualTo(20);
  }

  @Test
  void shouldBeginAgainWhereTheTestSplitIsSmallerThanTheStream() throws Exception {
    for (Split split : Split.values()) {
      put(split.text(), "cat", 1);
      put(split.text(), "dog", 1);
    }
    assertThat(PhotoFolder.read(folder, 1_000).stream(5))
        .extracting(Picture::label)
        .containsExactly("cat", "dog", "cat", "dog", "cat");
  }

  @Test
  void shouldRefuseASplitThatLacksALabel() throws Exception {
    put("train", "cat", 1);
    put("train", "dog", 1);
    put("validation", "cat", 1);
    put("test", "cat", 1);
    put("test", "dog", 1);
    assertThatThrownBy(() -> PhotoFolder.read(folder, 100))
        .hasMessageContaining("train has images of [cat, dog], validation of [cat]");
  }

  @Test
  void shouldRefuseASingleLabel() throws Exception {
    put("train", "cat", 2);
    assertThatThrownBy(() -> PhotoFolder.read(folder, 100))
        .hasMessageContaining("two labels or more")
        .hasMessageContaining("only [cat]");
  }

  private void put(String split, String label, int count) throws Exception {
    Path target = Files.createDirectories(folder.resolve(split).resolve(label));
    for (int i = 0; i < count; i++) {
      Files.write(target.resolve("%d.JPG".formatted(i)), new byte[] {1});
    }
    Files.write(target.resolve("notes.txt"), new byte[] {1});
  }
}

package io.streamsight.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
  private final List<Unreadable> unreadable = new ArrayList<>();

  @TempDir Path folder;
  @TempDir Path elsewhere;

  @Test
  void shouldWalkInTheOrderOfNamesEveryTime() throws Exception {
    for (String name : List.of("dog/2.jpg", "b.jpg", "cat/10.jpg", "cat/9.jpg", "cat/a/1.jpg")) {
      file(folder, name);
    }
    assertThat(names())
        .containsExactly("b.jpg", "cat/10.jpg", "cat/9.jpg", "cat/a/1.jpg", "dog/2.jpg")
        .isEqualTo(names());
    assertThat(unreadable).isEmpty();
  }

  @Test
  void shouldFollowLinksToFilesOnlyAndTellOfTheOthers() throws Exception {
    Path target = file(elsewhere, "target.jpg");
    Files.createSymbolicLink(folder.resolve("linked.jpg"), target);
    Files.createSymbolicLink(folder.resolve("nowhere.jpg"), elsewhere.resolve("none"));
    Files.createSymbolicLink(folder.resolve("round"), folder);
    assertThat(names()).containsExactly("linked.jpg");
    assertThat(unreadable)
        .containsExactly(
            new Unreadable("nowhere.jpg", "the link leads nowhere"),
            new Unreadable("round", "a link to a folder is not followed"));
  }

  @Test
  void shouldFindNothingInAnEmptyFolder() throws Exception {
    Files.createDirectories(folder.resolve("a/b"));
    assertThat(names()).isEmpty();
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    new FileTree(folder, unreadable::add).forEachRemaining(file -> names.add(file.name()));
    return names;
  }

  private static Path file(Path root, String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, new byte[1]);
  }
}

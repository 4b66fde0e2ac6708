package io.streamsight.cli.classify;

import io.streamsight.cli.files.FileTree;
import io.streamsight.cli.files.SourceFile;
import io.streamsight.cli.files.Unreadable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The files that are meant: those named, and of folders those that are called JPEG or PNG. */
final class ImageFiles {
  private static final Pattern IMAGE = Pattern.compile("(?i).*\\.(jpe?g|png)");

  private ImageFiles() {}

  /**
   * In the order given, a folder's by name.
   *
   * @param unreadable learns what of a folder can't be looked at
   */
  static List<Path> of(List<Path> given, Consumer<Outcome> unreadable) {
    List<Path> files = new ArrayList<>();
    for (Path path : given) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      Consumer<Unreadable> tell =
          obstacle ->
              unreadable.accept(Outcome.unreadable(path.resolve(obstacle.path()), obstacle.why()));
      for (FileTree tree = new FileTree(path, tell); tree.hasNext(); ) {
        SourceFile file = tree.next();
        if (IMAGE.matcher(file.name()).matches()) {
          files.add(file.path());
        }
      }
    }
    return files;
  }
}

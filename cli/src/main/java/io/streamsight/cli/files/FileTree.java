package io.streamsight.cli.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The files below a folder, each folder's entries by name: the same order every time. Holds the
 * names of the folders on the way, never of the whole tree. Links to files are followed; what can't
 * be read is told, not left out in silence.
 */
public final class FileTree implements Iterator<SourceFile> {
  /** What Java puts for bytes that are no text. */
  private static final char NO_CHARACTER = '\uFFFD';

  private final Path root;
  private final Consumer<Unreadable> unreadable;
  private final Deque<Iterator<Path>> folders = new ArrayDeque<>();
  private SourceFile next;

  public FileTree(Path root, Consumer<Unreadable> unreadable) {
    this.root = root;
    this.unreadable = unreadable;
    enter(root);
    advance();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public SourceFile next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    SourceFile file = next;
    advance();
    return file;
  }

  private void advance() {
    next = null;
    while (next == null && !folders.isEmpty()) {
      if (!folders.peek().hasNext()) {
        folders.pop();
        continue;
      }
      Path path = folders.peek().next();
      BasicFileAttributes found = attributes(path, LinkOption.NOFOLLOW_LINKS);
      if (found != null && found.isDirectory()) {
        enter(path);
      } else {
        String obstacle = obstacle(path, found);
        if (obstacle == null) {
          next = new SourceFile(name(path), path);
        } else {
          unreadable.accept(new Unreadable(name(path), obstacle));
        }
      }
    }
  }

  private void enter(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      List<Path> sorted =
          children.sorted(Comparator.comparing(path -> path.getFileName().toString())).toList();
      folders.push(sorted.iterator());
    } catch (IOException | UncheckedIOException e) {
      unreadable.accept(new Unreadable(name(folder) + "/", "the folder can't be read"));
    }
  }

  /** Asked once: an import of small photos spends a fifth of its client on such questions. */
  private static BasicFileAttributes attributes(Path path, LinkOption... options) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, options);
    } catch (IOException e) {
      return null;
    }
  }

  private static String obstacle(Path path, BasicFileAttributes found) {
    if (path.toString().indexOf(NO_CHARACTER) >= 0) {
      return "its name is not UTF-8";
    }
    BasicFileAttributes file = found == null || found.isSymbolicLink() ? attributes(path) : found;
    if (file == null) {
      return "the link leads nowhere";
    }
    if (file.isDirectory()) {
      return "a link to a folder is not followed";
    }
    if (!file.isRegularFile()) {
      return "not a file";
    }
    return Files.isReadable(path) ? null : "no permission to read it";
  }

  private String name(Path path) {
    return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
  }
}

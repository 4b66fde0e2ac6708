package io.streamsight.cli.imports;

import io.streamsight.cli.files.FileTree;
import io.streamsight.cli.files.SourceFile;
import io.streamsight.cli.files.Unreadable;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Files, packed as they are sent. */
final class TarBody implements ImportBody {
  private final List<Unreadable> unreadable = Collections.synchronizedList(new ArrayList<>());
  private final Function<Consumer<Unreadable>, Iterator<SourceFile>> files;
  private final long count;
  private volatile TarStream stream;

  /**
   * @param files lists them anew; takes what can't be read
   */
  private TarBody(Function<Consumer<Unreadable>, Iterator<SourceFile>> files) {
    this.files = files;
    long found = 0;
    // Only to count: a folder may hold more names than there is memory for.
    Iterator<SourceFile> all = files.apply(obstacle -> {});
    while (all.hasNext()) {
      all.next();
      found++;
    }
    this.count = found;
  }

  static TarBody ofFolder(Path folder) {
    return new TarBody(unreadable -> new FileTree(folder, unreadable));
  }

  static TarBody ofFile(Path file) {
    return of(List.of(new SourceFile(file.getFileName().toString(), file)));
  }

  static TarBody of(List<SourceFile> files) {
    return new TarBody(unreadable -> files.iterator());
  }

  @Override
  public String contentType() {
    return "application/x-tar";
  }

  @Override
  public Long files() {
    return count;
  }

  @Override
  public String unit() {
    return "images";
  }

  @Override
  public long total() {
    return count;
  }

  @Override
  public long sent() {
    TarStream opened = stream;
    return opened == null ? 0 : opened.files();
  }

  @Override
  public List<Unreadable> unreadable() {
    synchronized (unreadable) {
      return List.copyOf(unreadable);
    }
  }

  @Override
  public InputStream open() {
    stream = new TarStream(files.apply(unreadable::add), unreadable::add);
    return stream;
  }
}

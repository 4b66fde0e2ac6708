package io.streamsight.cli.imports;

import io.streamsight.cli.files.SourceFile;
import io.streamsight.cli.files.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A tar archive that comes to be as it is read: at any time one file is open or in memory. Names
 * are UTF-8 and as long as they are (POSIX). Not safe for use by several threads, but for {@link
 * #files}.
 */
final class TarStream extends InputStream {
  private static final int CHUNK_BYTES = 1 << 16;

  /**
   * Up to here a file is read whole before its header is written, so that one that can't be read is
   * left out cleanly. Larger than any image that a topic takes.
   */
  static final int WHOLE_BYTES = 32 << 20;

  private final Iterator<SourceFile> source;
  private final Consumer<Unreadable> unreadable;
  private final Packed packed = new Packed();
  private final TarArchiveOutputStream tar;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private InputStream content;
  private String name;
  private long left;
  private boolean ended;
  private volatile long files;

  /**
   * @param unreadable takes the files that are left out
   */
  TarStream(Iterator<SourceFile> source, Consumer<Unreadable> unreadable) {
    this.source = source;
    this.unreadable = unreadable;
    this.tar = new TarArchiveOutputStream(packed, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  /** How many files are packed wholly. */
  long files() {
    return files;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    while (packed.isEmpty() && !ended) {
      pack();
    }
    return packed.take(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    ended = true;
    if (content != null) {
      content.close();
    }
  }

  /** Goes on a little: a header, a chunk of a file, or the end. */
  private void pack() throws IOException {
    if (content != null) {
      packContent();
    } else if (source.hasNext()) {
      begin(source.next());
    } else {
      tar.finish();
      ended = true;
    }
  }

  private void begin(SourceFile file) throws IOException {
    try {
      left = Files.size(file.path());
      content = Files.newInputStream(file.path());
      if (left <= WHOLE_BYTES) {
        byte[] whole;
        try (InputStream opened = content) {
          whole = opened.readAllBytes();
        }
        left = whole.length;
        content = new ByteArrayInputStream(whole);
      }
    } catch (IOException e) {
      content = null;
      unreadable.accept(new Unreadable(file.name(), e.toString()));
      return;
    }
    name = file.name();
    var entry = new TarArchiveEntry(name);
    entry.setSize(left);
    tar.putArchiveEntry(entry);
  }

  private void packContent() throws IOException {
    if (left == 0) {
      content.close();
      content = null;
      tar.closeArchiveEntry();
      files++;
      return;
    }
    int read = content.read(chunk, 0, (int) Math.min(chunk.length, left));
    if (read < 0) {
      throw new IOException("%s became shorter while it was sent".formatted(name));
    }
    tar.write(chunk, 0, read);
    left -= read;
  }

  /** What is packed and not read yet: a chunk or two. */
  private static final class Packed extends ByteArrayOutputStream {
    private int taken;

    boolean isEmpty() {
      return taken == count;
    }

    int take(byte[] bytes, int offset, int length) {
      if (isEmpty()) {
        return -1;
      }
      int some = Math.min(length, count - taken);
      System.arraycopy(buf, taken, bytes, offset, some);
      taken += some;
      if (isEmpty()) {
        reset();
        taken = 0;
      }
      return some;
    }
  }
}

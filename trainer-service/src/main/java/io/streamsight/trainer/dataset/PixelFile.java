package io.streamsight.trainer.dataset;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Pictures of one size in one file that never changes: a header, uint8 {@code [count, height,
 * width, 3]}, and a table of each picture's content hash and CRC-32C. The table alone is held in
 * memory.
 */
public final class PixelFile implements Pictures {
  private static final long MAGIC = 0x53534958454c0002L; // name and version of the format
  private static final int HEADER = 24;
  private static final int HASH = 32;

  /** A content hash and a checksum. */
  private static final int ENTRY = HASH + 4;

  private final Path path;
  private final FileChannel channel;
  private final int count;
  private final int height;
  private final int width;
  private final ByteBuffer table;

  private PixelFile(Path path, FileChannel channel, ByteBuffer header) throws IOException {
    this.path = path;
    this.channel = channel;
    count = header.getInt();
    height = header.getInt();
    width = header.getInt();
    long tableBytes = (long) count * ENTRY;
    long bytes = HEADER + (long) count * pictureBytes() + tableBytes;
    // Before the table is allocated: a damaged header may claim anything.
    if (count < 1 || height < 1 || width < 1 || channel.size() != bytes) {
      throw new IOException(
          "%s has %d bytes, %d are needed for %d pictures of %d x %d pixels"
              .formatted(path, channel.size(), bytes, count, height, width));
    }
    table = ByteBuffer.allocate((int) tableBytes);
    readFully(table, bytes - tableBytes);
    if (checksum(header.duplicate().rewind().limit(HEADER - 4), table.flip()) != header.getInt()) {
      throw new IOException("%s has a damaged header or table".formatted(path));
    }
  }

  /**
   * @throws IOException when it is absent, cut short or no pixel file
   */
  public static PixelFile open(Path path) throws IOException {
    return open(path, path);
  }

  /**
   * @param name that it has or will have
   */
  private static PixelFile open(Path path, Path name) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      while (header.hasRemaining() && channel.read(header) >= 0) {
        // Read on.
      }
      if (header.hasRemaining() || header.flip().getLong() != MAGIC) {
        throw new IOException("%s is no pixel file of this release".formatted(name));
      }
      return new PixelFile(name, channel, header);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Starts a file that appears under its name when {@link Writer#finish()} has written it whole.
   */
  public static Writer write(Path path, int height, int width) throws IOException {
    return new Writer(path, height, width);
  }

  Path path() {
    return path;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  /** SHA-256 of the encoded image that the picture at this position is of. */
  public String contentHash(int position) {
    int at = position * ENTRY;
    return HexFormat.of().formatHex(table.array(), at, at + HASH);
  }

  @Override
  public void read(int position, ByteBuffer target) throws IOException {
    if (position < 0 || position >= count) {
      throw new IndexOutOfBoundsException(
          "picture %d of %d in %s".formatted(position, count, path));
    }
    int start = target.position();
    int limit = target.limit();
    target.limit(start + pictureBytes());
    readFully(target, HEADER + (long) position * pictureBytes());
    if (checksum(target.duplicate().flip().position(start))
        != table.getInt(position * ENTRY + HASH)) {
      throw new IOException("picture %d of %s is damaged".formatted(position, path));
    }
    target.limit(limit);
  }

  /**
   * As {@link #read}, for callers that can do without the picture.
   *
   * @return false when it is damaged or can't be read
   * @throws ClosedChannelException when the file was closed, by an interrupt for instance
   */
  boolean readSound(int position, ByteBuffer target) throws ClosedChannelException {
    try {
      read(position, target);
      return true;
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      return false;
    }
  }

  private static int checksum(ByteBuffer... parts) {
    CRC32C crc = new CRC32C();
    for (ByteBuffer part : parts) {
      crc.update(part.duplicate());
    }
    return (int) crc.getValue();
  }

  private void readFully(ByteBuffer target, long at) throws IOException {
    while (target.hasRemaining()) {
      int n = channel.read(target, at);
      if (n < 0) {
        throw new EOFException("%s ends at byte %d".formatted(path, at));
      }
      at += n;
    }
  }

  /** Closes all, also when one can't be closed. */
  static void closeAll(List<PixelFile> files) throws IOException {
    IOException failure = null;
    for (PixelFile file : files) {
      try {
        file.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Takes one picture after the other. Closed without {@link #finish()} it leaves nothing. */
  public static final class Writer implements Closeable {
    private final Path path;
    private final Path partial;
    private final FileChannel channel;
    private final int height;
    private final int width;
    private ByteBuffer table = ByteBuffer.allocate(64 * ENTRY);
    private int count;

    private Writer(Path path, int height, int width) throws IOException {
      if (height < 1 || width < 1) {
        throw new IllegalArgumentException("pictures of %d x %d pixels".formatted(height, width));
      }
      this.path = path.toAbsolutePath();
      this.height = height;
      this.width = width;
      Files.createDirectories(this.path.getParent());
      partial = Files.createTempFile(this.path.getParent(), path.getFileName().toString(), ".part");
      channel = FileChannel.open(partial, StandardOpenOption.WRITE);
    }

    public int count() {
      return count;
    }

    /**
     * @param contentHash SHA-256 of the encoded image, 64 hexadecimal digits
     * @param pixels exactly one picture, uint8 {@code [height, width, 3]}
     */
    public void put(String contentHash, ByteBuffer pixels) throws IOException {
      byte[] hash = HexFormat.of().parseHex(contentHash);
      int pictureBytes = height * width * 3;
      if (hash.length != HASH || pixels.remaining() != pictureBytes) {
        throw new IllegalArgumentException(
            "picture %s with %d bytes instead of %d"
                .formatted(contentHash, pixels.remaining(), pictureBytes));
      }
      if (!table.hasRemaining()) {
        table = ByteBuffer.allocate(2 * table.capacity()).put(table.flip());
      }
      int checksum = checksum(pixels);
      writeFully(pixels, HEADER + (long) count * pictureBytes);
      table.put(hash).putInt(checksum);
      count++;
    }

    /**
     * Not forced to the disk: what a crash of the machine leaves torn, the checksums find.
     *
     * @return the file, open for reading
     */
    public PixelFile finish() throws IOException {
      if (count == 0) {
        throw new IllegalStateException("%s would be empty".formatted(path));
      }
      writeFully(table.flip(), HEADER + (long) count * height * width * 3);
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      header.putLong(MAGIC).putInt(count).putInt(height).putInt(width).flip();
      int checksum = checksum(header, table.rewind());
      writeFully(header.limit(HEADER).putInt(HEADER - 4, checksum).rewind(), 0);
      channel.close();
      // Open before it appears: from then on others may delete it.
      PixelFile file = open(partial, path);
      try {
        Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
        return file;
      } catch (AtomicMoveNotSupportedException e) {
        file.close();
        throw new IOException(path.getParent() + " can't rename files atomically", e);
      } catch (IOException e) {
        file.close();
        throw e;
      }
    }

    private void writeFully(ByteBuffer bytes, long at) throws IOException {
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
      Files.deleteIfExists(partial);
    }
  }
}

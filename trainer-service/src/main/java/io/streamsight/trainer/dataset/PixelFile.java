package io.streamsight.trainer.dataset;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.zip.CRC32C;

/**
 * Pictures of one size in one file, uint8 {@code [count, height, width, 3]}, each followed by its
 * CRC-32C, read by position: memory does not depend on their number. Reads may come from several
 * threads; whoever opened the file closes it.
 */
public final class PixelFile implements Pictures {
  private static final long MAGIC = 0x53534958454c0001L; // name and version of the format
  private static final int HEADER = 20;
  private static final int CHECKSUM = 4;

  private final Path path;
  private final FileChannel channel;
  private final int count;
  private final int height;
  private final int width;

  private PixelFile(Path path, FileChannel channel, ByteBuffer header) {
    this.path = path;
    this.channel = channel;
    count = header.getInt();
    height = header.getInt();
    width = header.getInt();
  }

  /**
   * @throws IOException when it is absent, cut short or no pixel file
   */
  public static PixelFile open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      readFully(channel, header, 0, path);
      if (header.flip().getLong() != MAGIC) {
        throw new IOException("%s is no pixel file: delete it".formatted(path));
      }
      PixelFile file = new PixelFile(path, channel, header);
      long bytes = HEADER + file.count * file.stride();
      if (channel.size() != bytes) {
        throw new IOException(
            "%s has %d bytes, %d are needed: delete it".formatted(path, channel.size(), bytes));
      }
      return file;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Starts a file that appears under its name when {@link Writer#finish()} has written it whole.
   */
  public static Writer write(Path path, int count, int height, int width) throws IOException {
    return new Writer(path, count, height, width);
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

  @Override
  public void read(int position, ByteBuffer target) throws IOException {
    if (position < 0 || position >= count) {
      throw new IndexOutOfBoundsException(
          "picture %d of %d in %s".formatted(position, count, path));
    }
    int start = target.position();
    int limit = target.limit();
    long at = HEADER + position * stride();
    target.limit(start + pictureBytes());
    readFully(channel, target, at, path);
    ByteBuffer expected = ByteBuffer.allocate(CHECKSUM);
    readFully(channel, expected, at + pictureBytes(), path);
    if (checksum(target.duplicate().flip().position(start)) != expected.flip().getInt()) {
      throw new IOException("picture %d of %s is damaged: delete it".formatted(position, path));
    }
    target.limit(limit);
  }

  private long stride() {
    return pictureBytes() + (long) CHECKSUM;
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private static void readFully(FileChannel channel, ByteBuffer target, long at, Path path)
      throws IOException {
    while (target.hasRemaining()) {
      int n = channel.read(target, at);
      if (n < 0) {
        throw new EOFException("%s ends at byte %d: delete it".formatted(path, at));
      }
      at += n;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Takes the pictures in any order. Closed without {@link #finish()} it leaves no file behind. */
  public static final class Writer implements Closeable {
    private final Path path;
    private final Path partial;
    private final FileChannel channel;
    private final int count;
    private final int pictureBytes;
    private final BitSet written = new BitSet();

    private Writer(Path path, int count, int height, int width) throws IOException {
      if (count < 1 || height < 1 || width < 1) {
        throw new IllegalArgumentException(
            "%d pictures of %d x %d pixels".formatted(count, height, width));
      }
      this.path = path.toAbsolutePath();
      this.count = count;
      pictureBytes = height * width * 3;
      Files.createDirectories(this.path.getParent());
      partial = Files.createTempFile(this.path.getParent(), path.getFileName().toString(), ".part");
      channel = FileChannel.open(partial, StandardOpenOption.WRITE);
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      header.putLong(MAGIC).putInt(count).putInt(height).putInt(width).flip();
      writeFully(header, 0);
    }

    /**
     * @param pixels exactly one picture, uint8 {@code [height, width, 3]}
     */
    public void put(int position, ByteBuffer pixels) throws IOException {
      if (position < 0 || position >= count || pixels.remaining() != pictureBytes) {
        throw new IllegalArgumentException(
            "picture %d of %d with %d bytes instead of %d"
                .formatted(position, count, pixels.remaining(), pictureBytes));
      }
      long at = HEADER + position * (pictureBytes + (long) CHECKSUM);
      int checksum = checksum(pixels.duplicate());
      writeFully(pixels, at);
      writeFully(ByteBuffer.allocate(CHECKSUM).putInt(checksum).flip(), at + pictureBytes);
      written.set(position);
    }

    /**
     * @return the file, open for reading
     */
    public PixelFile finish() throws IOException {
      int missing = written.nextClearBit(0);
      if (missing < count) {
        throw new IllegalStateException("picture %d of %d is missing".formatted(missing, count));
      }
      channel.force(true);
      channel.close();
      try {
        Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        throw new IOException(path.getParent() + " can't rename files atomically", e);
      }
      return open(path);
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

package io.streamsight.trainer.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells all processes that share a cache folder which of its files are in use: a file of their
 * names, locked for as long as its owner lives. The lock of a killed process is gone with it.
 */
final class CacheUse implements Closeable {
  static final String SUFFIX = ".use";

  /**
   * Of this process. They are never opened again: closing any channel of a file gives up all locks
   * that the process has on it.
   */
  private static final Map<Path, CacheUse> OWN = new ConcurrentHashMap<>();

  private final Path mark;
  private final FileChannel channel;
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  private CacheUse(Path mark, FileChannel channel) {
    this.mark = mark;
    this.channel = channel;
  }

  /** The caller closes it when it uses no file any more. */
  static CacheUse begin(Path folder) throws IOException {
    Path absolute = Files.createDirectories(folder.toAbsolutePath());
    Path partial = Files.createTempFile(absolute, "", SUFFIX + CacheFolder.PARTIAL);
    FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE);
    try {
      // Locked before it appears: an unlocked one is taken for a dead process's.
      channel.lock();
      String name = partial.getFileName().toString();
      Path mark = absolute.resolve(name.substring(0, name.length() - CacheFolder.PARTIAL.length()));
      CacheUse use = new CacheUse(mark, channel);
      OWN.put(mark, use);
      Files.move(partial, mark, StandardCopyOption.ATOMIC_MOVE);
      return use;
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(partial);
      throw e;
    }
  }

  /** From now on nobody makes room by deleting this file. */
  void add(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (names.add(name)) {
      channel.write(ByteBuffer.wrap((name + "\n").getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Names of the files that living processes use. */
  static Set<String> inUse(Path folder) throws IOException {
    Set<String> inUse = new HashSet<>();
    try (var marks = Files.newDirectoryStream(folder.toAbsolutePath(), "*" + SUFFIX)) {
      for (Path mark : marks) {
        CacheUse own = OWN.get(mark);
        if (own != null) {
          inUse.addAll(own.names);
        } else {
          inUse.addAll(othersUse(mark));
        }
      }
    }
    return inUse;
  }

  private static List<String> othersUse(Path mark) throws IOException {
    try (FileChannel channel =
        FileChannel.open(mark, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (isFree(channel)) {
        Files.deleteIfExists(mark);
        return List.of();
      }
      return Files.readAllLines(mark);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(mark);
    } finally {
      OWN.remove(mark);
    }
  }
}

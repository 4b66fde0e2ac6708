package io.streamsight.local;

import io.streamsight.cli.CommandFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to use a data folder: one system at a time. The operating system holds the lock and
 * frees it however the process ends, so that nothing stale is left. Its file also marks the folder
 * as ours: what is in other folders is never touched.
 */
final class FolderLock implements AutoCloseable {
  /** The byte of the file that whoever runs a system has locked. */
  private static final long RUN = 0;

  /** The byte that whoever starts one in the background has locked until it is up. */
  private static final long START = 1;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws CommandFailedException if another system uses the folder, or it can't be written
   */
  static FolderLock take(Path folder) {
    return lock(folder, RUN)
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "A system is already running in %s%s. Stop it first, or give another --data-folder."
                        .formatted(folder, pid(folder))));
  }

  /**
   * The right to start a system in the folder in a process of its own, which takes the folder then;
   * empty while another has that right.
   *
   * @throws CommandFailedException if the folder can't be written
   */
  static Optional<FolderLock> toStart(Path folder) {
    return lock(folder, START);
  }

  /**
   * Whether no system uses the folder. For who has the right to start one: the operating system
   * takes every lock of a file from a process that closes the file once.
   */
  boolean free() throws IOException {
    try (FileLock lock = tryLock(channel, RUN)) {
      return lock != null;
    }
  }

  /** As a message has it; empty if it isn't known. */
  static String pid(Path folder) {
    return SystemState.read(folder).map(state -> " (pid " + state.pid() + ")").orElse("");
  }

  private static Optional<FolderLock> lock(Path folder, long right) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve("streamsight.lock");
      if (!Files.exists(file) && !empty(folder)) {
        throw new CommandFailedException(
            "%s holds files of others. Give an empty or new folder with --data-folder."
                .formatted(folder));
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel, right) == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new FolderLock(channel));
    } catch (IOException e) {
      throw new CommandFailedException(
          "The data folder %s can't be used (%s). Give another with --data-folder."
              .formatted(folder, e),
          e);
    }
  }

  private static boolean empty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** Null if another has it. */
  private static FileLock tryLock(FileChannel channel, long right) throws IOException {
    try {
      return channel.tryLock(right, 1, false);
    } catch (OverlappingFileLockException e) {
      return null; // Another system of this JVM.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

package io.streamsight.local;

import io.streamsight.cli.CommandFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to use a data folder: one system at a time. The operating system holds the lock and
 * frees it however the process ends, so that nothing stale is left. Its file also marks the folder
 * as ours: what is in other folders is never touched.
 */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws CommandFailedException if another system uses the folder, or it can't be written
   */
  static FolderLock take(Path folder) {
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
      if (!locked(channel)) {
        channel.close();
        throw new CommandFailedException(
            "A system is already running in %s%s. Stop it first, or give another --data-folder."
                .formatted(
                    folder,
                    SystemState.read(folder).map(s -> " (pid " + s.pid() + ")").orElse("")));
      }
      return new FolderLock(channel);
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

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // By another system of this JVM.
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}

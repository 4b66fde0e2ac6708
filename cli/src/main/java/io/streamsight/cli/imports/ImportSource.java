package io.streamsight.cli.imports;

import io.streamsight.cli.CommandFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Tells what a path is: a folder, an archive or a single image. By content, as the service does.
 */
final class ImportSource {
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
  private static final byte[] TAR = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final int TAR_OFFSET = 257;

  private ImportSource() {}

  /**
   * @throws CommandFailedException if there is nothing to send
   */
  static ImportBody of(Path path) {
    if (!Files.exists(path)) {
      throw new CommandFailedException("%s does not exist.".formatted(path));
    }
    if (!Files.isReadable(path)) {
      throw new CommandFailedException("%s can't be read: no permission.".formatted(path));
    }
    try {
      if (Files.isDirectory(path)) {
        return folder(path);
      }
      String archive = archiveType(path);
      return archive == null ? TarBody.ofFile(path) : new ArchiveBody(path, archive);
    } catch (IOException e) {
      throw new CommandFailedException("%s can't be read (%s).".formatted(path, e), e);
    }
  }

  private static ImportBody folder(Path folder) {
    TarBody body = TarBody.ofFolder(folder);
    if (body.total() == 0) {
      throw new CommandFailedException("%s holds no file that can be read.".formatted(folder));
    }
    return body;
  }

  /** Media type of an archive; null if it is none. */
  private static String archiveType(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(TAR_OFFSET + TAR.length);
    }
    String name = file.getFileName().toString();
    if (has(GZIP, head, 0)) {
      return "application/gzip";
    }
    if (has(ZIP, head, 0) || has(EMPTY_ZIP, head, 0)) {
      return "application/zip";
    }
    // Archives of old have no mark; and what is called an archive but is none that can be read
    // (.tar.xz), the service tells.
    return has(TAR, head, TAR_OFFSET)
            || name.matches(".*\\.(tar(\\.\\w+)?|tgz|tbz2?|txz|zip|7z|rar)")
        ? "application/x-tar"
        : null;
  }

  private static boolean has(byte[] mark, byte[] head, int offset) {
    int end = offset + mark.length;
    return head.length >= end && Arrays.equals(head, offset, end, mark, 0, mark.length);
  }
}

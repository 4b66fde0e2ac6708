package io.streamsight.ingest.imports;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveException;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.ArchiveStreamFactory;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** A tar or zip stream, read from its front to its end. */
final class PackedArchive implements Archive {
  private static final int BUFFER = 64 * 1024;
  private static final String UTF_8 = "UTF-8";

  private final ArchiveInputStream<?> entries;

  private PackedArchive(ArchiveInputStream<?> entries) {
    this.entries = entries;
  }

  static PackedArchive open(InputStream body) throws IOException {
    InputStream content = decompressed(new BufferedInputStream(body, BUFFER));
    try {
      return new PackedArchive(
          switch (ArchiveStreamFactory.detect(content)) {
            case ArchiveStreamFactory.TAR -> new TarArchiveInputStream(content, UTF_8);
            // Stored entries of unknown length, as zip writes them to a pipe, are found by their
            // trailer.
            case ArchiveStreamFactory.ZIP -> new ZipArchiveInputStream(content, UTF_8, true, true);
            default -> throw unreadable("it is an archive, but neither tar nor zip", null);
          });
    } catch (ArchiveException e) {
      throw unreadable("it starts like neither tar nor zip", e);
    }
  }

  private static InputStream decompressed(BufferedInputStream body) throws IOException {
    try {
      String compression = CompressorStreamFactory.detect(body);
      InputStream plain =
          new CompressorStreamFactory(true).createCompressorInputStream(compression, body);
      return new BufferedInputStream(plain, BUFFER);
    } catch (CompressorException e) {
      // Not compressed, or by something that is not supported: then it is no archive either.
      return body;
    }
  }

  @Override
  public File next() throws IOException {
    while (true) {
      ArchiveEntry entry = entries.getNextEntry();
      if (entry == null) {
        return null;
      }
      if (isFile(entry)) {
        String path = entry.getName().replace('\\', '/').replaceFirst("^(\\./|/)+", "");
        return new File(path, entries.canReadEntryData(entry) ? entries : null);
      }
    }
  }

  private static boolean isFile(ArchiveEntry entry) {
    if (entry instanceof TarArchiveEntry tar) {
      return tar.isFile() && !tar.isLink() && !tar.isSymbolicLink();
    }
    return !entry.isDirectory();
  }

  private static StreamsightException unreadable(String why, Exception cause) {
    return new StreamsightException(
        Reason.ARCHIVE_UNREADABLE, "The body can't be read: " + why, cause);
  }
}

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
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** A tar or zip stream, read from its front to its end. */
final class PackedArchive implements Archive {
  private static final int BUFFER = 64 * 1024;
  private static final int SIGNATURE_BYTES = 3;
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
            // Stored entries of unknown length could only be found by holding them whole.
            case ArchiveStreamFactory.ZIP -> new ZipArchiveInputStream(content, UTF_8, true, false);
            default -> throw unreadable("it is an archive, but neither tar nor zip", null);
          });
    } catch (ArchiveException e) {
      throw unreadable("it starts like no tar, tar.gz or zip", e);
    }
  }

  private static InputStream decompressed(BufferedInputStream body) throws IOException {
    byte[] start = new byte[SIGNATURE_BYTES];
    body.mark(SIGNATURE_BYTES);
    int length = body.readNBytes(start, 0, SIGNATURE_BYTES);
    body.reset();
    return GzipCompressorInputStream.matches(start, length)
        ? new BufferedInputStream(
            GzipCompressorInputStream.builder()
                .setInputStream(body)
                .setDecompressConcatenated(true)
                .get(),
            BUFFER)
        : body;
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

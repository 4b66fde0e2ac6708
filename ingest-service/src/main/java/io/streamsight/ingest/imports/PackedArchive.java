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
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
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
      throw unreadable(start(content), e);
    }
  }

  /** What the body is, if no archive. */
  private static String start(InputStream content) throws IOException {
    content.mark(1);
    if (content.read() < 0) {
      return "it is empty";
    }
    content.reset();
    try {
      return "it is packed with %s; a tar, tar.gz or zip is read"
          .formatted(CompressorStreamFactory.detect(content));
    } catch (CompressorException e) {
      return "it starts like no tar, tar.gz or zip, or holds nothing";
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
    ArchiveEntry entry = entries.getNextEntry();
    while (entry != null && entry.isDirectory()) {
      entry = entries.getNextEntry();
    }
    if (entry == null) {
      return null;
    }
    // In a tar it is a letter like any other.
    String name =
        entry instanceof ZipArchiveEntry ? entry.getName().replace('\\', '/') : entry.getName();
    String obstacle = obstacle(entry);
    return obstacle == null ? File.of(name, entries) : File.unreadable(name, obstacle);
  }

  private String obstacle(ArchiveEntry entry) {
    if (entry instanceof TarArchiveEntry tar) {
      if (tar.isLink() || tar.isSymbolicLink()) {
        return "is a link to '%s': pack files in the place of links (GNU tar: --dereference --hard-dereference)"
            .formatted(tar.getLinkName());
      }
      if (tar.isFIFO() || tar.isCharacterDevice() || tar.isBlockDevice()) {
        return "is neither a file nor a folder";
      }
    }
    if (entry instanceof ZipArchiveEntry zip && zip.isUnixSymlink()) {
      return "is a link: pack files in the place of links";
    }
    return entries.canReadEntryData(entry)
        ? null
        : "is encrypted, or packed in a way that can't be read";
  }

  private static StreamsightException unreadable(String why, Exception cause) {
    return new StreamsightException(
        Reason.ARCHIVE_UNREADABLE, "The body can't be read: " + why, cause);
  }
}

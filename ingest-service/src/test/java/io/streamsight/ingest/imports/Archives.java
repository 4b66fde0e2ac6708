package io.streamsight.ingest.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Archives for tests, their files in the order of the map. */
public final class Archives {
  private Archives() {}

  public static byte[] tar(Map<String, byte[]> files) {
    return written(out -> writeTar(files, out));
  }

  static byte[] tarGz(Map<String, byte[]> files) {
    return written(
        out -> {
          try (var gzip = new GZIPOutputStream(out)) {
            writeTar(files, gzip);
          }
        });
  }

  static byte[] zip(Map<String, byte[]> files) {
    return written(
        out -> {
          try (var zip = new ZipOutputStream(out)) {
            for (var file : files.entrySet()) {
              zip.putNextEntry(new ZipEntry(file.getKey()));
              zip.write(file.getValue());
            }
          }
        });
  }

  private static void writeTar(Map<String, byte[]> files, OutputStream out) throws IOException {
    var tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    for (var file : files.entrySet()) {
      var entry = new TarArchiveEntry(file.getKey());
      entry.setSize(file.getValue().length);
      tar.putArchiveEntry(entry);
      tar.write(file.getValue());
      tar.closeArchiveEntry();
    }
    tar.finish();
  }

  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private static byte[] written(Writing writing) {
    try (var out = new ByteArrayOutputStream()) {
      writing.to(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.streamsight.cli.imports;

import io.streamsight.cli.files.Unreadable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An archive, sent as it is; how many files it holds is not known before. */
final class ArchiveBody implements ImportBody {
  private static final long KB = 1_000;

  private final Path archive;
  private final String contentType;
  private final long bytes;
  private volatile long read;

  ArchiveBody(Path archive, String contentType) throws IOException {
    this.archive = archive;
    this.contentType = contentType;
    this.bytes = Files.size(archive);
  }

  @Override
  public String contentType() {
    return contentType;
  }

  @Override
  public Long files() {
    return null;
  }

  @Override
  public String unit() {
    return "kB sent";
  }

  @Override
  public long total() {
    return (bytes + KB - 1) / KB;
  }

  @Override
  public long sent() {
    return (read + KB - 1) / KB;
  }

  @Override
  public List<Unreadable> unreadable() {
    return List.of();
  }

  @Override
  public InputStream open() throws IOException {
    return new FilterInputStream(Files.newInputStream(archive)) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int some = super.read(into, offset, length);
        if (some > 0) {
          read += some;
        }
        return some;
      }
    };
  }
}

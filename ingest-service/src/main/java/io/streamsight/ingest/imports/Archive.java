package io.streamsight.ingest.imports;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The files of a body, one after the other as they arrive. Not thread-safe; a file's stream is read
 * before the next file is asked for.
 */
interface Archive {
  /**
   * @param path in the archive, parts separated by '/', none of them empty or '.'
   * @param content null when this file, and it alone, can't be read
   * @param obstacle why it can't: what the path is, as a sentence goes on; else null
   */
  record File(String path, InputStream content, String obstacle) {
    static File of(String name, InputStream content) {
      String path = path(name);
      return Arrays.asList(path.split("/")).contains("..")
          ? new File(path, null, "leads out of the archive: '..' in a path")
          : new File(path, content, null);
    }

    static File unreadable(String name, String obstacle) {
      return new File(path(name), null, obstacle);
    }

    private static String path(String name) {
      return Arrays.stream(name.split("/"))
          .filter(part -> !part.isEmpty() && !part.equals("."))
          .collect(Collectors.joining("/"));
    }
  }

  /**
   * @return null at the end
   */
  File next() throws IOException;

  /**
   * Opens what a request brings: multipart by its content type, else tar, zip, or either of them
   * compressed, told by content.
   *
   * @throws StreamsightException {@link Reason#ARCHIVE_UNREADABLE} when it is none of them
   */
  static Archive open(String contentType, InputStream body) throws IOException {
    return contentType != null && contentType.startsWith("multipart/")
        ? MultipartArchive.open(contentType, body)
        : PackedArchive.open(body);
  }
}

package io.streamsight.ingest.imports;

import io.streamsight.contract.Reason;
import io.streamsight.contract.StreamsightException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The files of a body, one after the other as they arrive. Not thread-safe; a file's stream is read
 * before the next file is asked for.
 */
interface Archive {
  /**
   * @param path in the archive, parts separated by '/'
   * @param content null when this file, and it alone, can't be read
   */
  record File(String path, InputStream content) {}

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

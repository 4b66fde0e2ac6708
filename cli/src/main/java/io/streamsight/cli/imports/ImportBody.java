package io.streamsight.cli.imports;

import io.streamsight.cli.files.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What an import sends, read as it is sent. */
interface ImportBody {
  /** Media type of the bytes. */
  String contentType();

  /** How many files there are; null if that isn't known before they are sent. */
  Long files();

  /** What progress is counted in; {@link #sent} goes from 0 to {@link #total}. */
  String unit();

  long total();

  /** How far reading is. Safe to ask for from any thread. */
  long sent();

  /** What could not be read so far, and why. Safe to ask for from any thread. */
  List<Unreadable> unreadable();

  /** The bytes, once. The caller closes the stream. */
  InputStream open() throws IOException;
}
